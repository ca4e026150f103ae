/**
 * The commands, in the order of the help.
 *
 * Invariant: the only list of them; each is loaded when it is called.
 */
import type { CommandBody, CommandEntry } from './command.ts'

export const COMMANDS: readonly CommandEntry[] = [
  entry('keygen', 'make the keys that sign releases and rollouts', () => import('../commands/keygen.ts')),
  entry('keys', 'make, rotate, sign and show keys: whose signatures count', () => import('../commands/keys.ts')),
  entry(
    'release',
    'turn a compose file into a signed target, without a broker',
    () => import('../commands/release.ts'),
  ),
  entry(
    'bundle',
    'write a release and its images as one signed file, for devices without a network',
    () => import('../commands/bundle.ts'),
  ),
  entry(
    'delta',
    'make the delta between two images, which devices fetch instead of whole layers',
    () => import('../commands/delta.ts'),
  ),
  entry('enroll', "write a device's configuration file", () => import('../commands/enroll.ts')),
  entry(
    'deploy',
    'release to a fleet, and follow until it has converged or failed',
    () => import('../commands/deploy.ts'),
  ),
  entry(
    'rollout',
    'take a fleet through waves that stop by themselves; pause, resume, abort or revert',
    () => import('../commands/rollout.ts'),
  ),
  entry('controller', 'steer rollouts through their waves: a service', () => import('../commands/controller.ts')),
  entry(
    'aggregator',
    'write down what devices report, one of several, for a controller of large fleets: a service',
    () => import('../commands/aggregator.ts'),
  ),
  entry(
    'status',
    'show what the devices run, how they are, and why they have not converged',
    () => import('../commands/status.ts'),
  ),
  entry(
    'fleets',
    'list the fleets: what is published, and how many devices run it',
    () => import('../commands/fleets.ts'),
  ),
  entry('releases', 'list the releases that are published or run, and where', () => import('../commands/releases.ts')),
  entry('diff', 'show what a release would change, and where', () => import('../commands/diff.ts')),
  entry(
    'history',
    'show what a device ran and when, or the rollouts of a fleet',
    () => import('../commands/history.ts'),
  ),
  entry('why', 'say why one device has not converged, and what would clear it', () => import('../commands/why.ts')),
  entry(
    'net',
    'show how a device is connected, and what became of its network configuration',
    () => import('../commands/net.ts'),
  ),
  entry('network', 'check a file that says how devices shall be connected', () => import('../commands/network.ts')),
  entry('logs', "print what a device's services write", () => import('../commands/logs.ts')),
  entry('send', 'send one command to one device, and wait for its answer', () => import('../commands/send.ts')),
  entry(
    'flight',
    "show what a device's machines did last, and what a power cut ended",
    () => import('../commands/flight.ts'),
  ),
  entry(
    'replay',
    "hold a flight record against today's charts, and say where they would go elsewhere",
    () => import('../commands/replay.ts'),
  ),
  entry('charts', "draw the machines' state charts", () => import('../commands/charts.ts')),
  entry(
    'dashboard',
    "open the fleet in a browser: every device, and its machines' state charts, live",
    () => import('../commands/dashboard.ts'),
  ),
  entry(
    'registrar',
    'answer claims of devices, renew and revoke certificates: a service',
    () => import('../commands/registrar.ts'),
  ),
  entry('devices', 'list, approve and revoke devices', () => import('../commands/devices.ts')),
  entry('tokens', 'make and revoke tokens for devices that come off a line', () => import('../commands/tokens.ts')),
  entry(
    'serials',
    'import the boards that are known before they are switched on',
    () => import('../commands/serials.ts'),
  ),
  entry(
    'secrets',
    'set, list and remove the secrets that devices hold, sealed to each',
    () => import('../commands/secrets.ts'),
  ),
  entry('vars', "set, list and remove variables of one device's containers", () => import('../commands/vars.ts')),
  entry('pin', 'keep one device at the release that it runs', () => import('../commands/pin.ts')),
  entry('unpin', 'let a device go with its fleet again', () => import('../commands/unpin.ts')),
  entry('broker', 'write the configuration of a broker', () => import('../commands/broker.ts')),
  entry(
    'simulate',
    'let a fleet of real agents live in virtual time, and look for what must never happen',
    () => import('../commands/simulate.ts'),
  ),
  entry(
    'completion',
    'print what completes command lines in bash, zsh or fish',
    () => import('../commands/completion.ts'),
  ),
  entry('agent', 'run the agent: the part that lives on the device', () => import('../commands/agent.ts')),
]

function entry(name: string, summary: string, load: () => Promise<{ command: CommandBody }>): CommandEntry {
  return { name, summary, load: async () => ({ name, summary, ...(await load()).command }) }
}
