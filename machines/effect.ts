/**
 * How a machine names what it wants done, without being able to do it.
 *
 * Invariant: what is declared here only throws when run. The durable runtime reads the declaration out of
 * the pure transition and starts the real effect after its batch is on the disk; there is no other way.
 */
import { fromPromise, type PromiseActorLogic } from 'xstate'
import { HoldfastError } from '../protocol/errors.ts'

/** Declares an effect that is started with `Input` and ends with `Output` or with a {@link Fault}. */
export function effect<Output, Input>(): PromiseActorLogic<Output, Input> {
  return fromPromise<Output, Input>(() => {
    throw new HoldfastError('HF_INTERNAL', 'an effect was started outside of the durable runtime')
  })
}
