/**
 * Everything that counts bytes, put together: the ports that count, and the budgets of device and target.
 *
 * Invariant: whatever goes over the agent's ports to broker and engine is counted once.
 */
import type { Intent } from '../../machines/intent.ts'
import { chosenTarget } from '../../machines/intent-rules.ts'
import type { Loaded } from '../../storage/store.ts'
import type { AgentOptions } from '../agent-options.ts'
import type { BrokerPort } from '../broker-port.ts'
import type { PlanningEngine } from '../content/stored-engine.ts'
import type { Releases } from '../effects/releases.ts'
import { ETHERNET, type LinkFacts, LOCAL } from '../link-facts.ts'
import { reportPaceMs } from './budget.ts'
import { countedBroker } from './counted-broker.ts'
import { countedEngine } from './counted-engine.ts'
import { USAGE } from './saved-usage.ts'
import { TargetBudgets } from './target-budgets.ts'
import { Usage } from './usage.ts'

interface TrafficOptions extends Pick<AgentOptions, 'store' | 'clock' | 'log' | 'engine' | 'link' | 'budgets'> {
  loaded: Pick<Loaded, 'checkpoints'>
  releases: Pick<Releases, 'load'>
  /** As the update machine has it. */
  intent(): Intent
}

export interface Traffic {
  usage: Usage
  engine: PlanningEngine
  targetBudgets: TargetBudgets
  counted(broker: BrokerPort): BrokerPort
  /** Between two reports at least, in milliseconds. */
  reportPaceMs(): number
}

export function trafficOf(options: TrafficOptions): Traffic {
  const { store, clock, log, link = ETHERNET, budgets: own = [], loaded, releases, intent } = options
  const usage = new Usage({ store, clock, log, link, own, saved: loaded.checkpoints.get(USAGE) })
  return {
    usage,
    engine: countedEngine(options.engine, usage, () => isFetchingNews(intent())),
    targetBudgets: new TargetBudgets({ usage, releases, target: () => chosenTarget(intent()), log }),
    counted: (broker) => countedBroker(broker, usage),
    reportPaceMs: () => reportPaceMs(usage.left('reports')),
  }
}

/** Something new is being fetched, which can wait; what is held already cannot. */
function isFetchingNews({ phase, task }: Intent): boolean {
  return phase === 'fetching' && task?.kind === 'install'
}

/** Whether devices of one network may give each other content: not over a link of which each byte costs something. */
export function mayShare(link: LinkFacts, usage: Pick<Usage, 'left'>): boolean {
  return !link.current().metered && usage.left('content', LOCAL).bytes > 0
}
