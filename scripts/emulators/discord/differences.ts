export interface Difference {
  /** What part of Discord, e.g. `Gateway`. */
  area: string
  discord: string
  here: string
}

const row = (area: string, discord: string, here: string): Difference => ({ area, discord, here })

/** What the emulator does otherwise than Discord, as far as is known; the page and the documentation show this list. */
export const differences: readonly Difference[] = [
  row(
    'Time',
    'The clock of the world.',
    'A local clock that `/emulator/advance` moves forward; ids, tokens, timeouts, polls and threads follow it. Heartbeats and the limits of the gateway run on the real clock.',
  ),
  row(
    'Time',
    'Everything is kept.',
    'Everything but the keys is forgotten at the end. `/emulator/reset` forgets as much, except for the registered commands (with `{commands: true}` those too). Old messages, requests and pictures are dropped, see `limits` in `/emulator/state`.',
  ),
  row(
    'Accounts',
    'Many applications and bots.',
    'One application, one bot, one token; the keys live in `discord-key.json`.',
  ),
  row('Accounts', 'People sign in.', 'Anybody may act as anybody. Listen on 127.0.0.1 only.'),
  row('REST', 'Versions 6 to 10 differ.', 'Every version in the address is answered as version 10.'),
  row(
    'REST',
    'Limits by route are secret and change.',
    '50 requests a second for each route and resource, 50 a second in all (`limits` of `startDiscordEmulator`). Limits of single features (renaming channels, commands made in a day) are Discord’s.',
  ),
  row(
    'REST',
    'Unknown fields in a body are ignored.',
    'With `npm start` refused with 50035, so that typing errors are found; `npm run emulator` ignores them too, and with them each mistake that shows only as an unknown field.',
  ),
  row(
    'REST',
    'Every published route is there.',
    'Some are missing, most of them for games; they are answered 501 and listed at `/emulator/differences`.',
  ),
  row(
    'REST',
    'A bot that breaks rules is throttled in the end.',
    'Each broken rule is also listed in `/emulator/violations`.',
  ),
  row(
    'REST',
    'A client without the documented User-Agent may be blocked.',
    'With `npm start` it is refused with 40333; `npm run emulator` takes any.',
  ),
  row(
    'REST',
    'Errors have wordings that change.',
    'Codes and statuses are the documented ones; words inside `errors` may differ, and some inner codes are chosen by likeness.',
  ),
  row(
    'Messages',
    'Links become embeds; pictures are measured.',
    'No link is followed. Uploaded files keep their bytes and have no width or height.',
  ),
  row('Messages', 'Attachment addresses are signed and end.', 'Addresses never end while the file is kept.'),
  row(
    'Messages',
    'Search has an index that lags, and knows what is relevant.',
    'Search reads the messages themselves, by the words they hold, and always sorts by time; the answer 202 is a switch.',
  ),
  row('Interactions', 'Endpoints need https.', 'http is taken too, for webhook events as well.'),
  row('Interactions', 'The endpoint is probed again and again.', 'Only when it is set by `PATCH /applications/@me`.'),
  row(
    'Interactions',
    'People may install the application for themselves.',
    'The consent is kept, but commands are offered in the bot’s servers and in its direct messages alone.',
  ),
  row(
    'Interactions',
    'The time for an answer is 3 s.',
    'The same, unless the switch `deadlineMs` says otherwise. Faults on interactions strike answers over HTTP, neither those of bots on the gateway nor callbacks; a fault on the callback route strikes these.',
  ),
  row(
    'Gateway',
    'Whether bots hear of their own ephemeral messages is not documented.',
    'Ephemeral messages are never sent over the gateway.',
  ),
  row(
    'Gateway',
    'Privileged intents are asked for in the developer portal, and REST withholds members and contents without them.',
    'All are on (`POST /emulator/gateway {action: "configure", privilegedIntents}` changes that); they decide about the gateway alone, REST gives everything.',
  ),
  row('Gateway', 'ETF and JSON.', 'JSON only, plain, zlib-stream or zstd-stream.'),
  row(
    'Gateway',
    'Voice servers carry sound.',
    'Voice states are kept and told; the voice server named by VOICE_SERVER_UPDATE answers nothing.',
  ),
  row(
    'Gateway',
    'Presence comes from clients.',
    'Everybody is online whom the driver has not set otherwise. Pruning takes everybody without roles who joined more than a day ago.',
  ),
  row(
    'Guilds',
    'Bots may wait for verification, onboarding and rules.',
    'The settings are kept, but nobody is held back by them.',
  ),
  row(
    'Guilds',
    'Roles may have icons; members may have an avatar, a banner and a bio of their own in each server.',
    'They are taken and forgotten.',
  ),
  row('Guilds', 'A scheduled event that recurs begins anew.', 'The rule is kept and shown, but no next event follows.'),
  row('Guilds', 'People make servers from templates.', 'Templates are kept and synchronised, but make no server.'),
  row(
    'Guilds',
    'Verified and partnered servers may have Lottie stickers.',
    'PNG, APNG and GIF only; Lottie is refused.',
  ),
  row('Guilds', 'Boosts raise limits.', 'Limits are those of a server without boosts.'),
  row(
    'AutoMod',
    'Lists and a model of Discord’s own.',
    'The presets are a handful of example words; somebody’s fourth same text in a row counts as spam.',
  ),
  row('Application commands', 'A change takes a moment to reach clients.', 'At once.'),
  row(
    'Application commands',
    'Who sees a command follows rules that are documented in part.',
    'Overwrites of the command stand above `default_member_permissions`; overwrites of the whole application only take away. Threads follow their parent.',
  ),
  row(
    'OAuth2',
    'Redirect URIs are registered one by one.',
    'By default everything below the local dashboard’s address is allowed; `POST /emulator/oauth2 {redirectUris}` sets exact ones, an end of `/**` stands for everything below.',
  ),
  row(
    'OAuth2',
    'How long a code lasts is not documented (staff named 100 s in 2021).',
    'Ten minutes of the local clock.',
  ),
  row('OAuth2', 'Whether a code tried with a wrong redirect URI can be used again is not documented.', 'It is spent.'),
  row(
    'OAuth2',
    'What becomes of the old access token at a refresh is not documented.',
    'It ends, with its refresh token.',
  ),
  row(
    'OAuth2',
    'The page is an application of its own, with captcha and 2FA.',
    'A plain page without scripts; no form token, no second factor, no “require code grant”.',
  ),
  row(
    'OAuth2',
    'PKCE is documented for games only.',
    'S256 and plain are checked whenever a challenge was sent; the client secret is asked for as well.',
  ),
  row(
    'OAuth2',
    'A missing scope is answered differently by route.',
    '401 below `/users/@me`, 403 with 50026 elsewhere. Scopes of approved partners end with `invalid_scope`.',
  ),
  row(
    'OAuth2',
    '`openid` brings signed tokens; accounts have connections.',
    '`/oauth2/userinfo` answers, but no id token is signed; nobody has connections; every email is `<name>@example.com`.',
  ),
  row(
    'Adding the bot',
    'What becomes of the role when a bot is added again is not documented.',
    'Its role gets the permissions of the new consent. A new role stands lowest.',
  ),
  row(
    'Webhook events',
    'How often an event is tried, and when the URL is disabled, is not documented.',
    'After 1, 2, 4 … s for ten minutes of the local clock; five events given up in a row disable the URL (status 3). Any 2xx counts as acknowledged; a PING needs 204.',
  ),
  row('Webhook events', 'Quests, lobbies and messages in games.', 'They can be subscribed to, but nothing sends them.'),
  row(
    'Webhook events',
    'The inner error code of a URL that fails its handshake is not documented.',
    '`APPLICATION_EVENT_WEBHOOKS_URL_INVALID`.',
  ),
  row(
    'Monetisation',
    'People pay; subscriptions renew.',
    'Four demo offers, bought through `/emulator/entitlements`; nothing renews by itself, and no event tells that a paid time has run out.',
  ),
  row(
    'Monetisation',
    'Whose `user_id` a test entitlement of a server has is not documented.',
    'That of the application’s owner.',
  ),
  row(
    'CDN',
    'Pictures are converted and scaled.',
    'Uploaded pictures come back as they were sent, whatever the extension and size; drawn ones (demo avatars) are PNG of the size asked for, at most 1024.',
  ),
  row(
    'CDN',
    'Errors of the CDN are not documented.',
    '404 for what is unknown, 415 for a format that the picture has not, 400 for a size that is no power of two from 16 to 4096.',
  ),
  row(
    'CDN',
    '`cdn.discordapp.com`, `media.discordapp.net`.',
    'The same paths at the root and below `/cdn`. Libraries with a fixed CDN address show no pictures.',
  ),
]
