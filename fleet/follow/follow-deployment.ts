/**
 * Following a deployment until it is over.
 *
 * Invariant: every change of a device is told once, in order; how it looks is decided by the printer.
 */
import { parseTopic } from '../../protocol/topics.ts'
import type { Io } from '../cli/io.ts'
import { LiveLines } from '../cli/live.ts'
import { type Paint, paintWith } from '../cli/style.ts'
import { changeKey, changeLine, liveLines, summaryLine } from './deploy-lines.ts'
import { type Deployment, type DeviceView, deviceView, type Verdict, verdictAtLast, verdictOf } from './deploy-view.ts'
import { membersOf } from './seen.ts'
import type { Watch } from './watch.ts'

export type Ending = Exclude<Verdict, 'running'> | 'timeout' | 'interrupted'

/** How changes are shown: `changed` at once, `drawn` at most ten times a second. */
interface Printer {
  changed(view: DeviceView): void
  drawn(views: readonly DeviceView[]): void
}

const CHECK_MS = 100

/**
 * Follows, and shows, until each device that is or was online has converged, or has failed and rests.
 * @param timeoutMs of monotonic time
 */
export async function followDeployment(
  watch: Watch,
  /** Undefined: whatever is watched. */
  fleet: string | undefined,
  epoch: Omit<Deployment, 'awaited'>,
  options: { timeoutMs: number; json: boolean; io: Io },
): Promise<{ ending: Ending; views: DeviceView[] }> {
  const { io } = options
  const printer = options.json ? jsonPrinter(io) : io.terminal ? livePrinter(io) : linePrinter(io)
  const awaited = new Set<string>()
  const deployment: Deployment = { ...epoch, awaited }
  const views = new Map<string, DeviceView>()
  const look = (device?: string): void => {
    for (const seen of membersOf(watch.fleet, fleet)) {
      if (device !== undefined && seen.device !== device) continue
      if (seen.presence?.online === true) awaited.add(seen.device)
      const view = deviceView(seen, deployment)
      const before = views.get(seen.device)
      views.set(seen.device, view)
      if (before === undefined || changeKey(before) !== changeKey(view)) printer.changed(view)
    }
  }
  const deadline = performance.now() + options.timeoutMs
  const stop = watch.listen((topic) => look(parseTopic(topic)?.name))
  look()
  try {
    for (;;) {
      const all = [...views.values()]
      printer.drawn(all)
      const verdict = verdictOf(all)
      if (verdict !== 'running') return { ending: verdict, views: all }
      if (io.signal.aborted) return { ending: 'interrupted', views: all }
      if (performance.now() >= deadline) {
        const last = verdictAtLast(all)
        return { ending: last === 'running' ? 'timeout' : last, views: all }
      }
      await new Promise((resolve) => setTimeout(resolve, CHECK_MS))
    }
  } finally {
    stop()
  }
}

function linePrinter(io: Io): Printer {
  return { changed: (view) => io.out(`${changeLine(view)}\n`), drawn: () => {} }
}

function jsonPrinter(io: Io): Printer {
  return { changed: (view) => io.out(`${JSON.stringify({ event: 'device', ...view })}\n`), drawn: () => {} }
}

function livePrinter(io: Io): Printer {
  const live = new LiveLines(io)
  const paint: Paint = paintWith(io.colour)
  const width = () => io.columns - 1
  return {
    changed: () => {},
    drawn: (views) =>
      live.draw([
        ...liveLines(views, width(), paint),
        paint('dim', views.length === 0 ? 'no device of this fleet is online yet' : summaryLine(views)),
      ]),
  }
}
