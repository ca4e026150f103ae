/**
 * Looks beyond links where one of several is to be chosen, and says which are to be set back.
 *
 * Invariant: nobody looks while the preferred link carries the broker; rounds of looks are `LEAST_MS` apart at least,
 * however often links come and go. What is decided follows from `link-choice.ts` and `link-flaps.ts` alone; what could not be
 * brought about is said again at the time of the next look, as long as nothing speaks against it.
 */
import {
  combineLatest,
  concatMap,
  distinctUntilChanged,
  EMPTY,
  merge,
  Observable,
  switchMap,
  withLatestFrom,
} from 'rxjs'
import {
  chooseLink,
  DEFAULT_FAILOVER,
  type FailoverRule,
  isSetBack,
  linksToLookAt,
  lookEveryMs,
  NO_LINK_MEMORY,
} from '../../machines/link-choice.ts'
import { holdOff, NO_FLAPS, notedFlaps } from '../../machines/link-flaps.ts'
import type { LinkFact } from '../../machines/link-port.ts'
import { mainLinkOf } from '../../machines/link-state.ts'
import type { ClockPort } from '../../machines/ports.ts'
import type { LinkLooksPort } from './link-looks.ts'
import { isStillWanted, type LinkWish, leadsOut } from './link-wish.ts'

const LEAST_MS = 5_000

export interface StewardOptions {
  links: Observable<LinkFact[]>
  isConnected: Observable<boolean>
  /** Null: the target says nothing of links, so nothing is chosen. */
  rule: Observable<FailoverRule | null>
  port: LinkLooksPort
  clock: ClockPort
  /** No change of the network is under way, which takes links down by itself. */
  isSettled(): boolean
  /** Those that were said last, each time that it could not be brought about. */
  unsteered: Observable<readonly string[]>
}

/** The links to be set back, each time that another is to be used. */
export function stewardLinks({
  links,
  isConnected,
  rule,
  port,
  clock,
  isSettled,
  unsteered,
}: StewardOptions): Observable<string[]> {
  let memory = NO_LINK_MEMORY
  let lookedMs: number | null = null
  let flaps = NO_FLAPS
  let latest: readonly LinkFact[] = []
  /** What was said last, while what it is about is there. */
  let wish: LinkWish | null = null
  const now = (): number => clock.now().monoMs

  const rounds = (facts: LinkFact[], connected: boolean, failover: FailoverRule | null): Observable<string[]> =>
    new Observable((told) => {
      const stop = new AbortController()
      const names = failover === null ? [] : linksToLookAt(facts, connected)
      // Where nobody can look, that they stay up has to do.
      const waits = new Set(facts.filter(isSetBack).map(({ name }) => name))
      // What was seen long ago says nothing of now.
      if (names.length === 0) memory = { ...memory, streaks: {} }
      else
        void (async () => {
          while (!stop.signal.aborted) {
            if (lookedMs !== null && now() - lookedMs < LEAST_MS)
              await clock.sleep(LEAST_MS - (now() - lookedMs), stop.signal)
            lookedMs = now()
            const looks = await Promise.all(
              names.map(async (name) => ({
                name,
                isGood: (await port.look(name, stop.signal)) ?? (waits.has(name) ? true : null),
              })),
            )
            if (stop.signal.aborted) return
            const used = mainLinkOf(facts)
            // Its broker answers over it.
            if (connected && used !== null) looks.push({ name: used.name, isGood: true })
            const choice = chooseLink(memory, facts, looks, now(), failover!)
            memory = choice.memory
            if (choice.setBack !== null) {
              wish = { setBack: choice.setBack, because: 'looks', atMs: now() }
              told.next(choice.setBack)
            }
            await clock.sleep(lookEveryMs(failover!, connected), stop.signal)
          }
        })().catch((error: unknown) => {
          // Given up: something has changed.
          if (!stop.signal.aborted) told.error(error)
        })
      return () => stop.abort()
    })

  /** At once, as the links are told of. */
  const heldOff = links.pipe(
    withLatestFrom(rule),
    concatMap(([facts, failover]) => {
      latest = facts
      const off = failover === null ? null : holdOff(flaps, facts, memory, now(), failover)
      const { backAfterMs } = failover ?? DEFAULT_FAILOVER
      flaps = notedFlaps(flaps, facts, now(), { counts: isSettled(), backAfterMs })
      if (off !== null) wish = { setBack: off, because: 'flaps', atMs: now() }
      else if (wish !== null && !leadsOut(wish, facts)) wish = null
      return off === null ? [] : [off]
    }),
  )

  const looked = combineLatest([links, isConnected.pipe(distinctUntilChanged()), rule]).pipe(
    switchMap(([facts, connected, failover]) => rounds(facts, connected, failover)),
  )
  const saidAgain = unsteered.pipe(
    withLatestFrom(isConnected, rule),
    switchMap(([failed, connected, failover]) => {
      const failing = wish
      if (failing === null || failover === null || String(failed) !== String(failing.setBack)) return EMPTY
      return new Observable<string[]>((told) => {
        const stop = new AbortController()
        void (async () => {
          do await clock.sleep(lookEveryMs(failover, connected), stop.signal)
          while (!isSettled())
          if (wish === failing && isStillWanted(failing, latest, memory, now(), failover))
            told.next([...failing.setBack])
        })().catch((error: unknown) => {
          if (!stop.signal.aborted) told.error(error)
        })
        return () => stop.abort()
      })
    }),
  )
  return merge(looked, heldOff, saidAgain)
}
