/**
 * The published agent in a namespace of its own, with a real NetworkManager, and real brokers and proxies beyond it.
 *
 * Every device has a world of its own, so all run at once: nearly all of their time they wait.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundle } from '../../deploy/bundle.ts'
import { nameOf, type Round } from '../../simulators/network/rounds.ts'
import { BRIDGES } from './bridge-stories.ts'
import { tellTrial } from './crash-network-real.ts'
import { FAILOVERS } from './failover-stories.ts'
import { ON_IPV6 } from './ipv6-stories.ts'
import { BETWEEN_KINDS } from './kinds-stories.ts'
import { whyNoNetns } from './netns.ts'
import { OUTAGES } from './outage-stories.ts'
import { whyNoModem } from './played-modem.ts'
import { PORTALS } from './portal-stories.ts'
import { PROXIES } from './proxy-stories.ts'
import { realTrial } from './real-trial.ts'
import type { Story } from './story.ts'
import { TARGET_PROXIES } from './target-proxy-stories.ts'

const reason = await whyNoNetns()
if (reason !== null && process.env.CI !== undefined) throw new Error(`no network to test on: ${reason}`)
const noModem = await whyNoModem()
if (noModem !== null && process.env.CI !== undefined) throw new Error(`no modem to test on: ${noModem}`)

/** Each kind of mistake, and each victim. */
const TRIALS: Omit<Round, 'seed'>[] = [
  { mistake: 'a gateway that is not there', victim: 'power' },
  { mistake: 'DHCP where there is none', victim: 'agent and manager' },
  { mistake: 'no gateway', victim: 'agent' },
  { mistake: 'a name server that is not there', victim: 'manager' },
  { mistake: 'an address of another network', victim: 'nobody' },
  { mistake: 'an interface that is not there', victim: 'nobody' },
  { mistake: 'a proxy that is not there', victim: 'power' },
  { mistake: 'a wrong password of the proxy', victim: 'agent' },
  { mistake: 'a route that swallows the network of the broker', victim: 'manager' },
  ...(noModem === null
    ? ([
        { mistake: 'an APN that nobody knows', victim: 'agent and manager' },
        { mistake: null, right: 'the right APN', victim: 'power' },
      ] as const)
    : []),
  { mistake: 'a wrong passphrase of the Wi-Fi', victim: 'nobody' },
  { mistake: 'a VLAN of another id', victim: 'nobody' },
  { mistake: 'an MTU that the path does not take', victim: 'power' },
  { mistake: null, right: 'an MTU that the path takes', victim: 'nobody' },
  { mistake: 'an MTU that the path takes of small messages', victim: 'agent' },
  { mistake: null, right: 'an MTU that is just what the path takes', victim: 'nobody' },
  { mistake: 'no IPv6 where the broker has nothing else', victim: 'agent' },
  { mistake: null, right: 'IPv6 as it is there', victim: 'nobody' },
  { mistake: null, victim: 'agent' },
  { mistake: null, victim: 'nobody' },
]
const trials = TRIALS.map((round): [string, Story] => [
  `a trial of ${nameOf(round)}, in which ${round.victim} dies`,
  async (dist) => {
    const trial = await realTrial({ ...round, seed: 'fixed' }, dist)
    expect(trial.faults, [tellTrial(trial), ...trial.story].join('\n')).toEqual([])
  },
])
const STORIES = [
  ...[
    OUTAGES,
    FAILOVERS,
    ...(noModem === null ? [BETWEEN_KINDS] : []),
    BRIDGES,
    PROXIES,
    TARGET_PROXIES,
    ON_IPV6,
    PORTALS,
  ].flatMap((stories) => Object.entries(stories)),
  ...trials,
]
const LONG_MS = 600_000

describe.skipIf(reason !== null)(`the agent on a network${reason === null ? '' : ` (skipped: ${reason})`}`, () => {
  let dir: string
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'hf-network-'))
    await bundle(join(dir, 'dist'))
  })
  afterAll(() => rm(dir, { recursive: true, force: true }))

  it.concurrent.each(STORIES)('%s', (_, story) => story(join(dir, 'dist')), LONG_MS)
})
