/** `holdfast controller`: the service that steers rollouts through their waves. */
import { BROKER_FLAGS, brokerOptions, SESSION_FLAG } from '../broker/options.ts'
import { usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { eventLine } from '../cli/event-line.ts'
import { CONTROLLER_DATA_FLAG, controllerData } from '../rollout/data-options.ts'
import { serveController } from '../rollout/serve.ts'
import { KEY_FLAGS, loadPrivateKeys, needRole } from '../signing/key-files.ts'
import { DATABASE_FLAG, databaseUrl } from '../states/data-options.ts'
import { parseListen } from '../web/listen-address.ts'

export const command: CommandBody = {
  usage: '',
  positionals: [0, 0],
  flags: {
    every: { value: 'TIME', help: 'between two looks at the fleets; default 1s' },
    metrics: { value: 'HOST:PORT', help: 'serve /metrics there, for Prometheus; default nowhere' },
    json: { help: 'one JSON line for each event' },
    ...CONTROLLER_DATA_FLAG,
    ...DATABASE_FLAG,
    ...KEY_FLAGS,
    ...SESSION_FLAG,
    ...BROKER_FLAGS,
  },
  details: `Steers every rollout that "holdfast rollout start" gives it; needs only the rollout key. It may be killed
at any time: the next one goes on where it was. A second one on the same data stands by and takes over; one with
other data takes a fleet over when a rollout is started there, and this one then leaves that fleet alone.

How the devices are it keeps in its data, from what they report. With --database it reads none of that: aggregators
write it there (holdfast aggregator), as many as there have to be.

Exit codes: 0 told to stop; 1 something is wrong; 2 the command line was not understood; 3 the broker was not
reached.`,
  async run(args, io) {
    const json = args.has('json')
    const broker = await brokerOptions(args, io)
    const keys = await loadPrivateKeys(args, io)
    needRole(keys, 'rollout')
    const metrics = args.text('metrics')
    const database = databaseUrl(args, io)
    if (database !== undefined && broker.session !== undefined)
      throw usage('goes with aggregators where --database is given', '--session')
    await serveController({
      ...(metrics === undefined ? {} : { metrics: parseListen(metrics, '--metrics') }),
      ...(database === undefined ? {} : { database }),
      data: controllerData(args, io),
      broker,
      keys,
      everyMs: Math.max(50, args.duration('every', 1000)),
      log: (event, facts) => io.out(eventLine({ event, ...facts }, Date.now(), json)),
      signal: io.signal,
    })
    return EXIT.OK
  },
}
