/** The facts of a story that went well, for tests that spoil it. */

import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import type { Presence, Report } from '../../protocol/types.ts'
import type { SeenContainer } from './docker-api.ts'
import { SERVICES, type ServiceName, VERSIONS, type Version, versionOf } from './harbour.ts'
import type { Facts, Moment } from './judge.ts'

/** A report from a phase, on the way from one version to another. */
export function reported(phase: string, current: Version, target: Version, more: Loose<Report> = {}): Report {
  const running = (version: Version) => ({ epoch: Number(version), version })
  return decode(
    KINDS.Report,
    encode(KINDS.Report, { device: 'pier', phase, current: running(current), target: running(target), ...more }),
  )
}

export function presence(online: boolean): Presence {
  return decode(KINDS.Presence, encode(KINDS.Presence, { device: 'pier', online }))
}

/** The container of a service in a version; it has run since its first start. */
export function container(service: ServiceName, version: Version, more: Partial<SeenContainer> = {}): SeenContainer {
  const image = `registry/${service}@${versionOf(service, version)}`
  const health = service === 'store' ? 'none' : 'healthy'
  return { id: image, service, image, running: true, health, startedAt: 'first', ...more }
}

/** All services in one version. */
export function all(version: Version): SeenContainer[] {
  return SERVICES.map((service) => container(service, version))
}

export function trueStory(): Facts {
  const moment = (reports: Report[], containers: SeenContainer[], more: Partial<Moment> = {}): Moment => ({
    seconds: 1,
    reports,
    last: reports.at(-1) ?? null,
    presences: [],
    containers,
    exitCode: null,
    ...more,
  })
  const cut = (last: Report, containers: SeenContainer[]) =>
    moment([], containers, { last, presences: [presence(false)] })
  const half = [container('store', '1'), container('tide', '2', { health: 'starting' }), container('display', '1')]
  const refused = [{ epoch: 3, code: 'HF_HEALTH_FAILED', message: 'display is unhealthy' }]
  return {
    images: new Map(
      SERVICES.flatMap((service) =>
        VERSIONS.map(
          (version) => [container(service, version).image, { service, version: versionOf(service, version) }] as const,
        ),
      ),
    ),
    moments: {
      v1: moment([reported('fetching', '1', '1'), reported('idle', '1', '1')], all('1'), { exitCode: 0 }),
      cutFetching: cut(reported('fetching', '1', '2'), all('1')),
      backFetching: moment([reported('fetching', '1', '2'), reported('switching', '1', '2')], half),
      cutSwitching: cut(reported('switching', '1', '2'), half),
      backSwitching: moment(
        [reported('switching', '1', '2'), reported('proving', '1', '2'), reported('idle', '2', '2')],
        all('2'),
      ),
      v2: moment([], all('2'), { exitCode: 0, last: reported('idle', '2', '2') }),
      v3: moment([reported('proving', '2', '3'), reported('reverting', '2', '3', { refused })], all('3'), {
        exitCode: 1,
      }),
      rollback: moment([reported('idle', '2', '3', { refused })], all('2')),
    },
  }
}
