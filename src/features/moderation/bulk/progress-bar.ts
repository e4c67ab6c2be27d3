const WIDTH = 20

/** `▓▓▓▓▓░░░░░ 25 %`. Full only when everything is done, empty only when nothing is. */
export function progressBar(done: number, total: number): string {
  const share = total <= 0 ? 1 : Math.min(1, Math.max(0, done / total))
  const filled = share === 1 ? WIDTH : Math.min(WIDTH - 1, share === 0 ? 0 : Math.max(1, Math.round(share * WIDTH)))
  const percent = share === 1 ? 100 : Math.floor(share * 100)
  return `${'▓'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${percent} %`
}
