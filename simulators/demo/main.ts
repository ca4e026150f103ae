/**
 * `npm start`: one device, from its first release through power cuts and a sick release, to be watched.
 *
 * Invariant: whatever happens, what was made is removed; the exit code is 0 only if every step of the story
 * was seen to happen.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import { type Facts, judge } from './judge.ts'
import { tableLines } from './look.ts'
import { type DemoOptions, HELP, readOptions } from './options.ts'
import { Screen } from './screen.ts'
import { type Stage, setStage } from './stage.ts'
import { playStory } from './story.ts'

const INTERRUPTED = new HoldfastError('HF_CANCELLED', 'interrupted')
const EXIT = { OK: 0, FAILED: 1, USAGE: 2, INTERRUPTED: 130 } as const
const GROUP_MS = 500

async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args)
  if (options === 'help') {
    process.stdout.write(HELP)
    return EXIT.OK
  }
  const trouble = new AbortController()
  const interrupt = new AbortController()
  const end = (): void => {
    interrupt.abort()
    trouble.abort(INTERRUPTED)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  // Who reads along may go away, a terminal or `| head`: then it is over, and all the more to be cleaned up.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', end)
  const screen = new Screen(process.stdout, process.env)
  screen.say(screen.paint('bold', 'Holdfast: a device that takes hold of a release, and keeps hold of it'))
  const stage = await setStage(options, process.env)
  try {
    return await perform(stage, options, screen, trouble, interrupt.signal)
  } finally {
    screen.rest()
    await stage.close()
    screen.say(screen.paint('dim', '\nEverything that was made has been removed.'))
  }
}

async function perform(
  stage: Stage,
  options: DemoOptions,
  screen: Screen,
  trouble: AbortController,
  interrupt: AbortSignal,
): Promise<number> {
  const { broker, images } = stage
  const facts: Facts = { images, moments: {} }
  introduce(stage, screen)
  const stop = broker.listen(showing(stage, screen))
  try {
    await playStory(stage, screen, facts, trouble)
  } catch (error) {
    // A signal goes to the whole group: a part may be seen to end before it is heard here.
    if (await isAborted(interrupt, GROUP_MS)) return EXIT.INTERRUPTED
    screen.rest()
    tellTrouble(error, screen)
  } finally {
    stop()
    screen.rest()
  }
  const rows = judge(facts)
  const allWell = rows.every(({ ok }) => ok)
  screen.say()
  for (const line of tableLines(rows, screen.columns, screen.paint)) screen.say(line)
  screen.say(
    allWell
      ? screen.paint('green', '\nAll of it happened as it should.')
      : screen.paint('red', '\nNot all of it happened as it should.'),
  )
  // Where a part has ended by itself there is nothing to play with.
  if (options.once || trouble.signal.aborted) return allWell ? EXIT.OK : EXIT.FAILED
  await stayUp(stage, screen, trouble.signal)
  if (!(await isAborted(interrupt, GROUP_MS))) {
    screen.rest()
    tellTrouble(trouble.signal.reason, screen)
    return EXIT.FAILED
  }
  return allWell ? EXIT.OK : EXIT.FAILED
}

/** Whether it is, or is within so many milliseconds. */
async function isAborted(signal: AbortSignal, ms: number): Promise<boolean> {
  if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, ms))
  return signal.aborted
}

/** @throws what is not ours: that is a fault of the demo */
function tellTrouble(error: unknown, screen: Screen): void {
  if (!(error instanceof HoldfastError)) throw error
  screen.say(`   ${screen.paint('red', `✗ ${error.code}`)} ${error.message}`)
}

/** Draws the device as it last said that it is. */
function showing({ broker }: Stage, screen: Screen): () => void {
  return () => {
    const report = broker.reports.at(-1)
    if (report !== undefined) screen.device(report, broker.presences.at(-1)?.online === false)
  }
}

function introduce({ device, engine, why, broker, dashboard, registry }: Stage, screen: Screen): void {
  const { paint } = screen
  const { address } = dashboard
  const lines = [
    ['engine', `${engine.words}${why === '' ? '' : paint('dim', `\n           (no real one: ${why})`)}`],
    ['broker', `${broker.url}, MQTT 3.1.1, in this process`],
    ['images', `made here, served by ${registry}, slowly on purpose`],
    ['device', `${device}, in the fleet harbour`],
    ['watch ', address === null ? paint('dim', `no dashboard: ${dashboard.why}`) : paint('cyan', address)],
  ] as const
  screen.say()
  for (const [name, words] of lines) screen.say(`   ${paint('dim', name)}  ${words}`)
}

/** Device and broker stay, for people to play with. */
async function stayUp(stage: Stage, screen: Screen, signal: AbortSignal): Promise<void> {
  const { broker, device, keys } = stage
  const { paint } = screen
  const commands = [
    `export HOLDFAST_BROKER=${broker.url} HOLDFAST_KEYS=${keys}`,
    'bin/holdfast status',
    `bin/holdfast logs ${device}`,
    `bin/holdfast send ${device} identify`,
    `bin/holdfast deploy ${stage.composeOf('1')} --fleet harbour`,
  ]
  screen.say('\nDevice and broker stay up. In another terminal, here:\n')
  for (const command of commands) screen.say(`   ${paint('cyan', command)}`)
  screen.say(`\nCtrl-C ends it, and removes everything.\n`)
  const show = showing(stage, screen)
  show()
  const stop = broker.listen(show)
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  stop()
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof HoldfastError)) throw error
  process.stderr.write(`${error.code}: ${error.message}\n`)
  process.exitCode = error.code === 'HF_USAGE' ? EXIT.USAGE : EXIT.FAILED
}
