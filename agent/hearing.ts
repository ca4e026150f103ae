/**
 * What the agent makes of each message from its broker, or from a bundle.
 *
 * Invariant: none reaches a machine before all of them have begun, and each is kept before it is acknowledged.
 */
import { merge, type Subscription } from 'rxjs'
import { faultOf } from '../protocol/errors.ts'
import type { AgentOptions } from './agent-options.ts'
import type { BrokerPort } from './broker-port.ts'
import type { ChartStream } from './chart-stream.ts'
import type { Releases } from './effects/releases.ts'
import type { Inbox } from './inbox.ts'
import { type Inbound, type JudgedBy, mqttIngress } from './ingress/mqtt-ingress.ts'
import type { KeptParts } from './kept-parts.ts'
import { LeftMessages } from './left-messages.ts'
import type { NetworkSide } from './network/network-side.ts'
import type { RefusedMessages } from './refused-messages.ts'
import type { Standing } from './standing.ts'

interface HearingOptions extends Pick<AgentOptions, 'clock' | 'log' | 'counters' | 'provisioning'> {
  broker: BrokerPort
  by: JudgedBy
  kept: Pick<KeptParts, 'vault' | 'door'>
  inbox: Inbox
  charts: ChartStream
  releases: Releases
  networkSide: NetworkSide
  standing: Standing
  refusedMessages: RefusedMessages
  /** Resolves when the machines have begun. */
  started: Promise<void>
  /** Tells the machines. */
  servicesChanged(): void
}

/** Hears them for as long as it is subscribed. */
export function hearMessages(options: HearingOptions): Subscription {
  const { broker, by, inbox, charts, standing, refusedMessages, started, clock, log, counters } = options
  const { vault, door } = options.kept
  const leftMessages = new LeftMessages({ broker, clock })

  const acceptSecrets = async ({ secrets, bytes }: Extract<Inbound, { kind: 'secrets' }>): Promise<void> => {
    if (!(await vault?.accept(secrets, bytes))) return
    log.info('the device has other secrets', { revision: vault?.revision })
    options.releases.forget()
    options.networkSide.secretsChanged()
    standing.changed()
    options.servicesChanged()
  }

  const ingress = mqttIngress({
    ...by,
    deliveries: door.isThere ? merge(broker.deliveries, door.deliveries) : broker.deliveries,
    checkSecrets: vault === null ? undefined : (secrets, bytes) => vault.check(secrets, bytes),
    accept: async (inbound, topic) => {
      await started
      if (inbound.kind === 'secrets') await acceptSecrets(inbound)
      else {
        const fault = await inbox.accept(inbound)
        if (fault !== null) return fault
        if (inbound.kind === 'target') options.provisioning?.issued(inbound.target.issuedAtMs)
      }
      refusedMessages.accept(topic, inbound.kind)
      // One that the machine refuses moves nothing else.
      if (inbound.kind === 'target') standing.changed()
      return null
    },
    watch: (watch) => charts.watch(watch),
    reject: async (rejection) => {
      await started
      log.warn('a message was refused', { topic: rejection.topic, size: rejection.size, ...rejection.fault })
      await inbox.reject(rejection)
      refusedMessages.refuse(rejection)
    },
    failed: (error) => {
      log.error('a message could not be kept and stays with the broker', { ...faultOf(error) })
      leftMessages.left()
    },
    counters,
  })
  ingress.add(leftMessages)
  return ingress
}
