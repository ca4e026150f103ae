/** `holdfast replay`: a flight record held against the charts of today. */
import { resolve } from 'node:path'
import { DEFINITIONS } from '../charts/definitions.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { paintWith } from '../cli/style.ts'
import { readRecord } from '../replay/read-record.ts'
import { replayed } from '../replay/replay.ts'
import { replayLines, summaryOf } from '../replay/replay-lines.ts'
import { readBytes } from '../signing/files.ts'

export const command: CommandBody = {
  usage: 'FILE',
  positionals: [1, 1],
  flags: { json: { help: 'one JSON line for each entry, cut and gap, with its verdict, and a summary' } },
  details: `FILE is a flight record as "holdfast flight DEVICE --json" or the dashboard writes it: an entry as JSON in each
line. Each recorded transition is held against the chart that this version has of its machine: whether its states are
there, the event is heard, and some choice of guards leads where the device went. What the guards themselves would say
is not in a record.

Exit codes: 0 today's charts could do all of it; 1 they could not, or the file cannot be read.

Example:
  holdfast flight press-7 --last 500 --json > press-7.jsonl && holdfast replay press-7.jsonl`,
  async run(args, io) {
    const [file] = args.positionals
    const entries = readRecord((await readBytes(resolve(io.cwd, file!))).toString(), file!)
    const told = replayed(entries, DEFINITIONS)
    const summary = summaryOf(told)
    if (args.has('json')) {
      for (const { kind, ...rest } of told) io.out(`${JSON.stringify({ event: kind, ...rest })}\n`)
      io.out(`${JSON.stringify({ event: 'summary', ...summary })}\n`)
    } else io.out(`${replayLines(told, paintWith(io.colour)).join('\n')}\n`)
    return summary.different === 0 ? EXIT.OK : EXIT.FAILED
  },
}
