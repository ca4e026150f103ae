/**
 * `docs/cli.md`, made from the commands' descriptions. With `--check` it writes nothing and fails when the
 * document is stale.
 *
 * Invariant: the document says exactly what `--help` says.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { COMMANDS } from './commands.ts'
import { commandHelp, programHelp } from './help.ts'

const INTRODUCTION = `# The command line

<!-- Made by fleet/cli/cli-docs.ts from the commands' descriptions. Do not edit. -->

What a person needs goes to the standard output, notes, warnings and errors to the error output. With
\`--json\` the standard output holds one JSON object a line, each with an \`event\`: \`published\`, \`device\`,
\`summary\`, \`why\`, \`line\`, \`result\`, \`fleet\`, \`diff\`, \`update\`, \`target\`, \`variable\`, \`entry\`, \`cut\`, \`rollout\`, \`release\`, \`bundle\` or \`error\`. An error has a stable code
(see [errors.md](errors.md)), a message with the place of the fault, and a line that says what to do.
`

/** The whole document. */
export async function cliDocument(): Promise<string> {
  const own = COMMANDS.filter(({ name }) => name !== 'agent')
  const commands = await Promise.all(own.map((entry) => entry.load()))
  const sections = commands.map((command) => `## holdfast ${command.name}\n\n${fenced(commandHelp(command))}`)
  return [INTRODUCTION, fenced(programHelp(COMMANDS)), ...sections].join('\n')
}

function fenced(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`
}

if (import.meta.main) {
  const path = new URL('../../docs/cli.md', import.meta.url)
  const text = await cliDocument()
  if (!process.argv.includes('--check')) writeFileSync(path, text)
  else if (readFileSync(path, 'utf8') !== text) {
    process.stderr.write('docs/cli.md is stale: run node fleet/cli/cli-docs.ts\n')
    process.exitCode = 1
  }
}
