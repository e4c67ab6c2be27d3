// Runs in workerd beside the bot: POST /cron?cron=<expression>&time=<ms> calls the bot's `scheduled` handler.
export default {
  async fetch(request, env) {
    const { searchParams } = new URL(request.url)
    const scheduledTime = new Date(Number(searchParams.get('time')))
    const result = await env.BOT.scheduled({ cron: searchParams.get('cron') ?? '', scheduledTime })
    return Response.json(result, { status: result.outcome === 'ok' ? 200 : 500 })
  },
}
