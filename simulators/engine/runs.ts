/**
 * The runs of a container's process: their begin, their end, and what is due in between.
 *
 * Invariant: `dueAt` names every moment at which a container changes by itself; between two such moments
 * nothing has to be worked out, so an idle container costs nothing.
 */
import { type ContainerRecord, type PortBinding, Refusal, type Run, type World } from './engine-types.ts'
import { AT_START, afterChecks, nextChange } from './health-rule.ts'
import { activeNetworks, findNetwork } from './networks.ts'
import { restartDelay } from './restart-rule.ts'

/** Lines of output that are kept of each container. */
const KEPT_LINES = 500
const FIRST_CHOSEN_PORT = 49_153

/** When this container next changes by itself, by the monotonic clock; null if it does not. */
export function dueAt(record: ContainerRecord): number | null {
  if (record.restartAtMs !== null) return record.restartAtMs
  const run = record.run
  if (run === null) return null
  const lineMs = record.behaviour.lines[run.lines]?.afterMs ?? Number.POSITIVE_INFINITY
  const healthMs = healthDue(record, run) ?? Number.POSITIVE_INFINITY
  const due = Math.min(run.startedMs + Math.min(lineMs, healthMs), run.endsAtMs ?? Number.POSITIVE_INFINITY)
  return due === Number.POSITIVE_INFINITY ? null : due
}

/** Works out what was due up to now. */
export function step(world: World, record: ContainerRecord): void {
  const now = world.now().monoMs
  if (record.restartAtMs !== null && record.restartAtMs <= now) restart(world, record)
  const run = record.run
  if (run === null) return
  writeLines(world, record, run, sinceStart(world, run))
  settleHealth(world, record)
  if (run.endsAtMs !== null && run.endsAtMs <= now) {
    if (run.stopping && run.endCode === 137)
      world.tell('container', 'kill', record.id, attributesOf(record, { signal: '9' }))
    end(world, record, run.endCode)
  }
}

/** What keeps it from starting, or null. Leaves its trace in the container as the engine does. */
export function refuseStart(world: World, record: ContainerRecord): Refusal | null {
  const refusal = reasonAgainst(world, record)
  if (refusal === null) return null
  record.exitCode = refusal.status === 400 ? 127 : 128
  record.error = refusal.message
  return refusal
}

/** Starts its process. */
export function begin(world: World, record: ContainerRecord): void {
  const { monoMs, wallMs } = world.now()
  const { exitsAfterMs, exitCode } = record.behaviour
  record.run = {
    startedMs: monoMs,
    endsAtMs: exitsAfterMs === null ? null : monoMs + exitsAfterMs,
    endCode: exitCode,
    stopping: false,
    lines: 0,
    health: record.check === null ? null : AT_START,
    healthOverride: null,
    ports: choosePorts(world, record),
  }
  record.state = 'running'
  record.restartAtMs = null
  record.exitCode = 0
  record.error = ''
  record.startedWallMs = wallMs
  record.lastHealth = null
  world.tell('container', 'start', record.id, attributesOf(record, {}))
  world.tellRunning(record, true)
  writeLines(world, record, record.run, 0)
}

/** Its process has ended: it is started again later, or stays down. */
export function end(world: World, record: ContainerRecord, exitCode: number): void {
  const run = record.run
  if (run === null) return
  const { monoMs, wallMs } = world.now()
  record.run = null
  record.exitCode = exitCode
  record.finishedWallMs = wallMs
  record.lastHealth = run.health === null ? null : { ...run.health, status: 'unhealthy' }
  const delay = restartDelay({
    policy: record.config.restart,
    exitCode,
    stoppedByHand: record.stoppedByHand || world.state.down !== null,
    ranMs: monoMs - run.startedMs,
    lastDelayMs: record.lastDelayMs,
    restarts: record.restarts,
  })
  record.state = delay === null ? 'exited' : 'restarting'
  record.restartAtMs = delay === null ? null : monoMs + delay
  if (delay !== null) {
    record.restarts += 1
    record.lastDelayMs = delay
  }
  world.tell('container', 'die', record.id, attributesOf(record, { exitCode: String(exitCode) }))
  world.tellRunning(record, false)
  if (run.stopping) world.tell('container', 'stop', record.id, attributesOf(record, {}))
}

/** From now on its health check passes, or fails; null: as its behaviour says. */
export function overrideHealth(world: World, record: ContainerRecord, passes: boolean | null): void {
  if (record.run === null) return
  settleHealth(world, record)
  record.run.healthOverride = passes
}

/** What the engine says of a container in its events. */
export function attributesOf(record: ContainerRecord, more: Record<string, string>): Record<string, string> {
  return { ...record.config.labels, image: record.config.image, name: record.config.name, ...more }
}

function restart(world: World, record: ContainerRecord): void {
  record.restartAtMs = null
  if (refuseStart(world, record) === null) begin(world, record)
  else record.state = 'exited'
}

function writeLines(world: World, record: ContainerRecord, run: Run, sinceMs: number): void {
  const lines = record.behaviour.lines
  for (let line = lines[run.lines]; line !== undefined && line.afterMs <= sinceMs; line = lines[run.lines]) {
    run.lines += 1
    const output = { atWallMs: world.now().wallMs, stderr: line.stderr, text: line.text }
    record.output.push(output)
    if (record.output.length > KEPT_LINES) record.output.shift()
    world.tellOutput(record, output)
  }
}

/** Accounts for the checks up to now. Between two due moments the check passes, or fails, throughout. */
function settleHealth(world: World, record: ContainerRecord): void {
  const { run, check } = record
  if (run === null || run.health === null || check === null || run.stopping) return
  const since = sinceStart(world, run)
  const before = afterChecks(
    check,
    run.health,
    passes(record, run, run.health.countedMs + 1),
    Math.max(run.health.countedMs, since - 1),
  )
  const after = afterChecks(check, before, passes(record, run, since), since)
  const changed = after.status !== run.health.status
  run.health = after
  if (changed) world.tell('container', `health_status: ${after.status}`, record.id, attributesOf(record, {}))
}

/**
 * For how long its process has run, to the thousandth: what is due a whole number of milliseconds after a start at a
 * fraction of one would otherwise come a hair too early, and be due again, for ever.
 */
function sinceStart(world: World, { startedMs }: Run): number {
  return Math.round((world.now().monoMs - startedMs) * 1000) / 1000
}

function healthDue(record: ContainerRecord, run: Run): number | null {
  const { check } = record
  if (run.health === null || check === null || run.stopping) return null
  const counted = run.health.countedMs
  let due = nextChange(check, run.health, passes(record, run, counted + 1)) ?? Number.POSITIVE_INFINITY
  if (run.healthOverride === null) {
    const { healthyAfterMs, unhealthyAfterMs } = record.behaviour
    if (healthyAfterMs !== null && healthyAfterMs > counted) due = Math.min(due, healthyAfterMs)
    if (unhealthyAfterMs !== null && unhealthyAfterMs > counted) due = Math.min(due, unhealthyAfterMs)
  }
  return due === Number.POSITIVE_INFINITY ? null : due
}

function passes(record: ContainerRecord, run: Run, sinceMs: number): boolean {
  if (run.healthOverride !== null) return run.healthOverride
  const { healthyAfterMs, unhealthyAfterMs } = record.behaviour
  if (healthyAfterMs === null || sinceMs < healthyAfterMs) return false
  return unhealthyAfterMs === null || sinceMs < unhealthyAfterMs
}

function reasonAgainst(world: World, record: ContainerRecord): Refusal | null {
  const mode = record.config.networkMode
  if (mode.startsWith('container:')) {
    const key = mode.slice('container:'.length)
    const other = [...world.state.containers.values()].find(({ id, config }) => id === key || config.name === key)
    if (other === undefined) return new Refusal(404, `No such container: ${key}`)
    if (other.run === null) return new Refusal(409, `cannot join network of a non running container: ${other.id}`)
  }
  for (const name of activeNetworks(record))
    if (findNetwork(world, name) === null) return new Refusal(404, `network ${name} not found`)
  for (const port of record.config.ports)
    if (port.hostPort !== 0 && isTaken(world, port))
      return new Refusal(
        500,
        `driver failed programming external connectivity on endpoint ${record.config.name} (${record.id}): Bind for ${port.hostIp || '0.0.0.0'}:${port.hostPort} failed: port is already allocated`,
      )
  if (record.behaviour.startError !== '')
    return new Refusal(
      400,
      `failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${record.behaviour.startError}: unknown`,
    )
  return null
}

function isTaken(world: World, { container, hostIp, hostPort }: PortBinding): boolean {
  const protocol = container.split('/')[1] ?? 'tcp'
  if (world.portsTaken.has(`${hostPort}/${protocol}`)) return true
  for (const { run } of world.state.containers.values())
    for (const other of run?.ports ?? [])
      if (other.hostPort === hostPort && other.container.endsWith(`/${protocol}`) && overlaps(other.hostIp, hostIp))
        return true
  return false
}

function overlaps(a: string, b: string): boolean {
  const everywhere = ['', '0.0.0.0', '::']
  return a === b || everywhere.includes(a) || everywhere.includes(b)
}

function choosePorts(world: World, record: ContainerRecord): PortBinding[] {
  let next = FIRST_CHOSEN_PORT
  return record.config.ports.map((port) => {
    if (port.hostPort !== 0) return port
    while (isTaken(world, { ...port, hostPort: next })) next += 1
    return { ...port, hostPort: next++ }
  })
}
