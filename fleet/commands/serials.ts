/** `holdfast serials`: boards that are known before they are switched on. */
import { resolve } from 'node:path'
import { usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { alignColumns, paintWith, plain } from '../cli/style.ts'
import { ask } from '../registrar/control.ts'
import { DATA_FLAG, dataDirectory } from '../registrar/data-options.ts'
import { parseSerials } from '../registrar/serials-file.ts'
import { readBytes } from '../signing/files.ts'

export const command: CommandBody = {
  usage: 'import FILE | list',
  positionals: [1, 2],
  flags: { json: { help: 'one JSON line for each serial, or for the import' }, ...DATA_FLAG },
  details: `FILE has a line for each board: SERIAL,CODE[,FLEET[,DEVICE]]. The code is good once; importing a serial again
gives it its new code, and lets it be used again. After ten wrong codes in an hour a serial is not looked at.`,
  async run(args, io) {
    const [action, file] = args.positionals as [string, string | undefined]
    const data = dataDirectory(args, io)
    const json = args.has('json')
    if (action === 'import') {
      if (file === undefined) throw usage('needs a file', 'import')
      const serials = parseSerials((await readBytes(resolve(io.cwd, file))).toString('utf8'), file)
      const { answer } = await ask<'importSerials'>(data, { do: 'importSerials', serials })
      io.out(json ? `${JSON.stringify({ event: 'imported', serials: answer })}\n` : `${answer} serials imported\n`)
      return EXIT.OK
    }
    if (action !== 'list' || file !== undefined)
      throw usage(`${JSON.stringify(file ?? action)} is not "import FILE" or "list"`)
    const { answer } = await ask<'serials'>(data, { do: 'serials' })
    if (json) for (const serial of answer) io.out(`${JSON.stringify({ event: 'serial', ...serial })}\n`)
    else if (answer.length === 0) io.err('no serials\n')
    else {
      const header = ['SERIAL', 'FLEET', 'DEVICE', 'STATE'].map((title) => paintWith(io.colour)('bold', title))
      const rows = answer.map(({ serial, fleet, device, claim }) => [
        plain(serial),
        fleet || '-',
        device || '-',
        claim === '' ? 'waits' : 'used',
      ])
      io.out(`${alignColumns([header, ...rows]).join('\n')}\n`)
    }
    return EXIT.OK
  },
}
