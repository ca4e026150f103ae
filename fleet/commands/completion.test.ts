/** `holdfast completion`, asked as a shell asks. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../cli/commands.ts'
import { SHELLS } from '../cli/completion-scripts.ts'
import { completionWords, firstWords } from '../cli/completion-words.ts'
import { main } from '../main.ts'
import { terminal } from '../testing.ts'

let directory: string
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'holdfast-completion-'))
  for (const shell of SHELLS) writeFileSync(join(directory, shell), await script(shell))
  writeFileSync(join(directory, 'docker compose.yml'), '')
})
afterAll(() => rmSync(directory, { recursive: true }))

async function script(shell: string): Promise<string> {
  const shown = terminal()
  expect(await main(['completion', shell], shown.io)).toBe(0)
  return shown.out()
}

/** What bash offers for the last of these words. */
function bash(...words: string[]): string[] {
  const program = `source ./bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _holdfast; printf '%s\\n' "\${COMPREPLY[@]}"`
  const out = execFileSync('bash', ['--norc', '-c', program, 'bash', 'holdfast', ...words], {
    cwd: directory,
    encoding: 'utf8',
  })
  return out.split('\n').filter(Boolean)
}

describe('bash', () => {
  it('offers the commands, by what they begin with', () => {
    expect(bash('')).toEqual(expect.arrayContaining(COMMANDS.map(({ name }) => name)))
    expect(bash('roll')).toEqual(['rollout'])
  })

  it('offers what a command does, its flags, and nothing that is not its own', () => {
    expect(bash('rollout', 're')).toEqual(['resume', 'revert', 'refresh'])
    expect(bash('devices', 'ap')).toEqual(['approve'])
    expect(bash('status', '--wh')).toEqual(['--where'])
    expect(bash('status', '--plan')).toEqual([])
    expect(bash('nonsense', '--')).toEqual([])
  })

  it('offers what may stand behind a flag, and what a device can be told to do', () => {
    expect(bash('status', '-o', '')).toEqual(['wide'])
    expect(bash('devices', 'list', '--output', 'w')).toEqual(['wide'])
    expect(bash('keys', 'new', 'k', '--role', 'r')).toEqual(['release', 'rollout'])
    expect(bash('send', 'till-1', 're')).toEqual(['restart', 'resume', 'revert', 'reboot'])
    expect(bash('send', 'till-1', 'restart', 're')).toEqual([])
    expect(bash('send', '--fleet', 're')).toEqual([])
  })

  it('offers files where files stand, also with blanks in their names', () => {
    expect(bash('deploy', 'dock')).toEqual(['docker compose.yml'])
    expect(bash('rollout', 'start', '--plan', 'dock')).toEqual(['docker compose.yml'])
    expect(bash('rollout', 'start', '--reason', 'dock')).toEqual([])
  })
})

it('knows every command and every flag', async () => {
  const commands = await Promise.all(COMMANDS.map((entry) => entry.load()))
  for (const { name, flags } of completionWords(commands)) {
    const offered = bash(name, '--')
    for (const flag of flags) expect(offered, name).toContain(`--${flag.name}`)
  }
  for (const shell of ['zsh', 'fish']) {
    const text = await script(shell)
    for (const { name, flags } of commands) {
      expect(text).toContain(name)
      for (const flag of Object.keys(flags))
        expect(text, shell).toContain(shell === 'zsh' ? `--${flag}[` : `-l ${flag}`)
    }
  }
})

it('fish and zsh tell a command by its place: behind "rollout", "status" is none', async () => {
  const fish = await script('fish')
  expect(fish).not.toContain('__fish_seen_subcommand_from')
  expect(fish).toContain(
    "complete -c holdfast -n '__holdfast_at rollout 2' -a 'start pause resume abort revert refresh status'",
  )
  expect(fish).toContain("complete -c holdfast -n '__holdfast_at status' -l where -x -d")
  expect(await script('zsh')).toMatch(/local command="\$words\[2\]"\n {2}shift words\n/)
})

it('fish and zsh offer help and the commands behind it, as bash does', async () => {
  expect(bash('help', 'roll')).toEqual(['rollout'])
  const fish = await script('fish')
  expect(fish).toContain('complete -c holdfast -n __holdfast_first -a help -d')
  expect(fish).toContain("complete -c holdfast -n '__holdfast_at help 2' -a rollout -d")
  for (const flag of ['help', 'version'])
    expect(fish).toContain(`complete -c holdfast -n __holdfast_first -l ${flag} -d`)
  const zsh = await script('zsh')
  expect(zsh).toContain("    'help:how a command is used'\n")
  expect(zsh).toContain('    help) (( CURRENT == 2 )) && _describe command commands ;;\n')
})

it.each([
  ['start|pause --fleet NAME', ['start', 'pause']],
  ['[list | approve CLAIM | tag NAME [TAG …]]', ['list', 'approve', 'tag']],
  ['[audit]', ['audit']],
  ['DEVICE ACTION', []],
  ['docker-compose.yml|target.hft --fleet NAME', []],
  ['(--device NAME | --claim-url URL) --key FILE', []],
  ['', []],
])('what %j begins with', (usage, words) => expect(firstWords(usage)).toEqual(words))

it('a shell that is not known is refused', async () => {
  const shown = terminal()
  expect(await main(['completion', 'tcsh'], shown.io)).toBe(2)
  expect(shown.err()).toContain('bash, zsh, fish')
})
