/** `holdfast aggregator`: one of several that write down what the devices of large fleets say. */
import { BROKER_FLAGS, brokerOptions, SESSION_FLAG } from '../broker/options.ts'
import { usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { eventLine } from '../cli/event-line.ts'
import { serveAggregator } from '../states/aggregator.ts'
import { DATABASE_FLAG, databaseUrl } from '../states/data-options.ts'
import { readPart } from '../states/part.ts'

const GROUP = /^[A-Za-z0-9_-]{1,64}$/

export const command: CommandBody = {
  usage: '--database URL',
  positionals: [0, 0],
  flags: {
    group: { value: 'NAME', help: 'those with one name share the messages; default "holdfast"' },
    part: { value: 'I/N', help: 'where the broker cannot share: read all, write down the I-th of N parts' },
    json: { help: 'one JSON line for each event' },
    ...DATABASE_FLAG,
    ...SESSION_FLAG,
    ...BROKER_FLAGS,
  },
  details: `Reads what devices report and writes it into a PostgreSQL, by which "holdfast controller --database" judges
its waves. Start as many as you need: they share the messages by a shared subscription, and any of them may be killed
or doubled at any time (docs/scale.md). Without a database the controller reads and writes by itself.

Exit codes: 0 told to stop; 1 something is wrong; 2 the command line was not understood; 3 the broker was not
reached.`,
  async run(args, io) {
    const database = databaseUrl(args, io)
    if (database === undefined) throw usage('is needed, or the variable HOLDFAST_DATABASE', '--database')
    const group = args.text('group')
    const part = args.text('part')
    if (group !== undefined && part !== undefined) throw usage('does not go with --group', '--part')
    if (part === undefined && args.text('session') !== undefined) throw usage('goes with --part', '--session')
    if (group !== undefined && !GROUP.test(group)) throw usage(`${JSON.stringify(group)} cannot be a group`, '--group')
    const json = args.has('json')
    await serveAggregator({
      broker: await brokerOptions(args, io),
      database,
      by: part === undefined ? { group: group ?? 'holdfast' } : readPart(part),
      log: (event, facts) => io.out(eventLine({ event, ...facts }, Date.now(), json)),
      signal: io.signal,
    })
    return EXIT.OK
  },
}
