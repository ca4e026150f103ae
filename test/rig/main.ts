/** `node test/rig/main.ts`: starts the rig, says where everything is, and waits for Ctrl-C. */
import { startRig } from './rig.ts'

const rig = await startRig()
process.stdout.write(
  [
    `engine    export DOCKER_HOST=unix://${rig.engine}`,
    `registry  http://${rig.registry}/v2/_catalog`,
    `broker    ${rig.broker}`,
    'Ctrl-C ends it.',
    '',
  ].join('\n'),
)
const rest = setInterval(() => {}, 3_600_000)
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    clearInterval(rest)
    void rig.stop()
  })
}
