/** Which MQTT a broker is tried with next, and when that is worth no wait. */
import { expect, it } from 'vitest'
import type { End } from './mqtt-connection.ts'
import { Route } from './mqtt-route.ts'

const up: End = { error: null, accepted: true, silent: false }
/** Closed after our CONNECT, without a word. */
const closed: End = { error: new Error('the connection was closed'), accepted: false, silent: false }
const refused: End = { error: Object.assign(new Error('no'), { code: 1 }), accepted: false, silent: false }

/** What is tried first, and after each end: the version, and "at once" where nothing is waited for. */
function tries(ends: readonly End[]): string[] {
  const route = new Route({ url: 'mqtt://127.0.0.1' })
  return [
    `${route.version}`,
    ...ends.map((end) => (route.learn(end) ? `${route.version} at once` : `${route.version}`)),
  ]
}

it.each<[string, End[], string[]]>([
  ['goes to the other version at once where it is refused', [refused, up], ['5', '4 at once', '4']],
  ['waits where both are refused', [refused, refused, refused], ['5', '4 at once', '5', '4']],
  ['waits where it hangs up on both', [closed, closed], ['5', '4', '5']],
  [
    'is back with the version that it spoke, after a cluster that chose its leader has hung up on it',
    [refused, up, closed, refused, closed, refused, up],
    ['5', '4 at once', '4', '5', '4 at once', '5', '4 at once', '4'],
  ],
  [
    'waits where it refuses what it spoke, and the other one',
    [refused, up, refused, refused, refused],
    ['5', '4 at once', '4', '5 at once', '4', '5'],
  ],
])('%s', (_, ends, expected) => expect(tries(ends)).toEqual(expected))
