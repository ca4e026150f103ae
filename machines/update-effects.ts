/**
 * The effects of the update machine: what goes in, what comes out.
 *
 * Invariant: inputs and outputs are JSON; each effect looks before it acts and may run twice.
 */
import type { Fault } from '../protocol/errors.ts'
import type { Adopted } from './adopted.ts'
import { effect } from './effect.ts'
import type { BlockerFact } from './gates.ts'
import type { ReleaseRef, Task } from './intent.ts'
import type { Verdict } from './judge-health.ts'
import type { Next, Step } from './next-step.ts'

/** What is to be brought about on the engine. `null` is: nothing of ours but what is there already. */
export interface Goal {
  release: ReleaseRef | null
  /** Services that must run even if they ended well: given when going back, and to keep what was proved. */
  mustRun: string[] | null
  /** Release whose traces are undone when there is nothing to go back to. */
  undo: ReleaseRef | null
  /** Without a release: containers to hold, or to go back to. */
  adopted: Adopted[]
  /** Services that are kept down. */
  stopped: string[]
}

export interface Plan {
  /** Images that the engine lacks and that are fetched before anything is stopped. */
  fetch: { service: string; image: string; bytes: number }[]
  /** Services that are made or made anew. */
  changed: string[]
  /** Services that run now. */
  running: string[]
}

/** What may go, said by what must stay. */
export interface Tidying {
  /** Its containers and networks stay; no others of ours. Null: only those of `undo` go. */
  current: ReleaseRef | null
  undo: ReleaseRef | null
  /** Their images stay, so that there is a way back without the network. */
  keepImages: ReleaseRef[]
  keepDocuments: string[]
  /** Ids of containers that stay whoever made them; while there are any, so do all networks. */
  keepContainers: string[]
}

/** A verdict, and what goes with it: of a failing service the last lines that it wrote. */
export interface Proof {
  verdict: Verdict
  logTail: string[]
  /** Services that run now. */
  running: string[]
  /** There is something to bring about again: the engine was away, or somebody else was at work. */
  drifted: boolean
}

export const updateEffects = {
  /** Asks whether the engine answers, so that everything else may rely on it, and what of ours runs there. */
  observe: effect<Adopted[], null>(),
  /** Reads the document again, checks signature and requirements. Null: admitted. */
  admit: effect<Fault | null, { release: ReleaseRef }>(),
  plan: effect<Plan, { release: ReleaseRef }>(),
  /** What the world says against passing the gate. */
  gate: effect<BlockerFact[], { task: Task; issuedAtMs: number; tidying: Tidying }>(),
  fetch: effect<null, { release: ReleaseRef }>(),
  /** Makes volumes, networks, and containers that do not run yet. */
  stage: effect<null, { release: ReleaseRef }>(),
  survey: effect<Next, { goal: Goal }>(),
  act: effect<null, { goal: Goal; step: Step }>(),
  prove: effect<Proof, { goal: Goal; isRepair: boolean }>(),
  /** Ends when the broker has acknowledged something new. */
  contact: effect<null, null>(),
  tidy: effect<null, { tidying: Tidying }>(),
  /** Waits so long for the goal to be reached, then ends with the last lines of what is not well yet. */
  patience: effect<string[], { ms: number; goal: Goal }>(),
  /** Waits: so long, or with full jitter after so many failures. */
  pause: effect<null, { ms: number } | { failures: number }>(),
}
