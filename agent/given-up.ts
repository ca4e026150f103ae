/**
 * Why something is given up whose giver-up nobody asks for a reason.
 *
 * Invariant: one for all. `abort()` without a reason makes an error each time, with the stack of whoever calls, which costs
 * more than all else that it does.
 */
import { HoldfastError } from '../protocol/errors.ts'

export const GIVEN_UP = new HoldfastError('HF_CANCELLED', 'it was given up')
