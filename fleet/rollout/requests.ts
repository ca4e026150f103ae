/**
 * What a controller is asked over its socket.
 *
 * Invariant: the only list of it; nothing is asked of the controller before every field of the request is looked at.
 */
import { isName } from '../../protocol/topics.ts'
import { oneOf, type RequestTable, readRequest, text, worded } from '../control/request-fields.ts'
import type { Controller } from './controller.ts'
import type { Wish } from './events.ts'
import type { Plan } from './plan.ts'
import { aPlan } from './plan-fields.ts'

interface Requests {
  start: { fleet: string; plan: Plan }
  wish: { fleet: string; wish: Wish; reason: string }
  status: object
}

export type ControllerRequest = { [N in keyof Requests]: { do: N } & Requests[N] }[keyof Requests]

const fleet = worded(isName, 'cannot be the name of a fleet')

const FIELDS: RequestTable<Requests> = {
  start: { fleet, plan: aPlan },
  wish: { fleet, wish: oneOf(['pause', 'resume', 'abort', 'revert'] satisfies Wish[]), reason: text },
  status: {},
}

/**
 * Does what a line asks.
 * @throws HF_REQUEST_INVALID with the field, where the request is known; HF_… of the controller
 */
export async function answer(controller: Pick<Controller, 'start' | 'wish' | 'views'>, line: string): Promise<unknown> {
  const request = readRequest(line, FIELDS, { name: 'controller', code: 'HF_REQUEST_INVALID' })
  switch (request.do) {
    case 'start':
      return controller.start(request.fleet, request.plan)
    case 'wish':
      return controller.wish(request.fleet, request.wish, request.reason)
    case 'status':
      return controller.views()
  }
}
