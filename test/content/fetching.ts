/**
 * `node test/content/fetching.ts SOCKET DATA IMAGE`: a process that brings one image as an agent does, to be killed.
 *
 * Invariant: it says each progress on a line of its own (what is done, what came, of how much, by which way), and ends with 0 when the engine has the image.
 */
import { dockerEngine } from '../../agent/adapters/docker.ts'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import { USUAL_CONTENT } from '../../agent/content/content-config.ts'
import { contentEngine } from '../../agent/content/content-engine.ts'
import { createLog } from '../../agent/log.ts'

const [socketPath = '', dataDir = '', image = ''] = process.argv.slice(2)
const engine = contentEngine({
  engine: dockerEngine({ socketPath }),
  dataDir,
  config: { ...USUAL_CONTENT, by: 'store' },
  clock: systemClock(),
  log: createLog({ level: 'debug', format: 'text' }),
})
await engine.pull(
  image,
  ({ doneBytes, fetchedBytes, totalBytes, course }) =>
    process.stdout.write(`${doneBytes} ${fetchedBytes} ${totalBytes} ${course?.way ?? ''}\n`),
  new AbortController().signal,
)
