/**
 * The end of an agent in good order.
 *
 * Invariant: what hears ends first, then what acts, then what sends; the store is closed when nothing writes any more.
 */
import type { Subscription } from 'rxjs'
import { faultOf } from '../protocol/errors.ts'
import type { AgentOptions } from './agent-options.ts'
import type { BrokerSide } from './broker-side.ts'
import type { KeptParts } from './kept-parts.ts'
import type { Life } from './life.ts'
import type { LocalApi } from './local-api/local-api.ts'
import type { RefusedMessages } from './refused-messages.ts'
import type { Runtime } from './runtime/runtime.ts'
import type { Usage } from './usage/usage.ts'

interface Ending extends Pick<AgentOptions, 'store' | 'log'> {
  ingress: Subscription
  kept: KeptParts
  api: LocalApi | null
  brokerSide: BrokerSide
  runtime: Runtime
  usage: Usage
  life: Life
  refusedMessages: RefusedMessages
  heardOf: Subscription
}

/** @param reason for the flight record: a signal's name or an error's code */
export async function endAgent(ending: Ending, reason: string): Promise<void> {
  const { ingress, kept, api, brokerSide, runtime, usage, life, refusedMessages, heardOf, store, log } = ending
  const { broker, presence, outbox, reporter, desk } = brokerSide
  ingress.unsubscribe()
  await kept.door.close()
  await api?.close()
  await desk?.close()
  kept.leases.close()
  await runtime.stop()
  await reporter.close()
  await outbox.close()
  await presence
    .death(broker)
    .catch((error: unknown) => log.info('the death could not be published', { ...faultOf(error) }))
  await broker.close()
  await usage.close()
  await life.end(reason)
  await store.close()
  refusedMessages.close()
  kept.freshness.close()
  heardOf.unsubscribe()
}
