/**
 * The dashboard beside the demo, for those who would rather see than read.
 *
 * Invariant: the demo goes on without it; why it is not there is said.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { dashboardOf } from './programs.ts'

export interface DemoDashboard {
  /** `http://127.0.0.1:PORT/#token=…`; null when there is none. */
  address: string | null
  /** Its words when there is none. */
  why: string
  close(): Promise<void>
}

const PATIENCE_MS = 10_000
const LOOK_MS = 100

/** @param log the file that it writes to */
export async function startDashboard(broker: string, log: string): Promise<DemoDashboard> {
  const service = dashboardOf(broker, log)
  let hasEnded = false
  service.start(() => {
    hasEnded = true
  })
  const close = (): Promise<void> => service.stop()
  for (let waited = 0; waited < PATIENCE_MS && !hasEnded; waited += LOOK_MS) {
    const address = addressIn(service.lastWords())
    if (address !== null) return { address, why: '', close }
    await sleep(LOOK_MS)
  }
  const words = service.lastWords().split('\n').slice(0, 2).join(' ').replace(/\s+/g, ' ')
  return { address: null, why: words === '' ? 'it does not answer' : words, close }
}

/** The address that signs in, once it was printed. */
function addressIn(words: string): string | null {
  return /^http:\/\/\S+#token=\S+$/m.exec(words)?.[0] ?? null
}
