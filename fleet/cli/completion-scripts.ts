/**
 * What bash, zsh and fish read to complete our command lines.
 *
 * Invariant: pure; the scripts hold words only, call nothing of ours and ask nobody; no word of theirs is ever run.
 */
import type { CommandWords, FlagWords } from './completion-words.ts'

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

export function completionScript(shell: Shell, commands: readonly CommandWords[]): string {
  if (shell === 'bash') return bash(commands)
  return shell === 'zsh' ? zsh(commands) : fish(commands)
}

function bash(commands: readonly CommandWords[]): string {
  const cases = commands.map(({ name, words, files, flags }) =>
    [
      `    ${name})`,
      `      words=${quoted(words.join(' '))} flags=${quoted(flags.flatMap(spellings).join(' '))}`,
      `      files=${quoted(
        flags
          .filter(({ follows }) => follows === 'file')
          .flatMap(spellings)
          .join(' '),
      )}`,
      `      directories=${quoted(
        flags
          .filter(({ follows }) => follows === 'directory')
          .flatMap(spellings)
          .join(' '),
      )}`,
      `      others=${quoted(
        flags
          .filter(({ follows }) => follows === 'other')
          .flatMap(spellings)
          .join(' '),
      )}`,
      `      anyfile=${files ? 'yes' : ''} ;;`,
    ].join('\n'),
  )
  return `# bash completion for holdfast: eval "$(holdfast completion bash)"
_holdfast() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local words flags files directories others anyfile
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W ${quoted(`${commands.map(({ name }) => name).join(' ')} help --help --version`)} -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
    help) COMPREPLY=($(compgen -W ${quoted(commands.map(({ name }) => name).join(' '))} -- "$current")); return ;;
${cases.join('\n')}
    *) return ;;
  esac
  if [[ " $files " == *" $previous "* ]]; then
    compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current"); return
  fi
  if [[ " $directories " == *" $previous "* ]]; then
    compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$current"); return
  fi
  [[ " $others " == *" $previous "* ]] && return
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
    return
  fi
  [[ $COMP_CWORD -eq 2 ]] && COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ -n $anyfile && \${#COMPREPLY[@]} -eq 0 ]]; then
    compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -F _holdfast holdfast
`
}

function zsh(commands: readonly CommandWords[]): string {
  const list = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`)
  const cases = commands.map(({ name, words, files, flags }) => {
    const first = words.length > 0 ? `1:what:(${words.join(' ')})` : files ? '*:file:_files' : '*: :'
    const specs = [...flags.flatMap(zshFlag), quoted(first)]
    return `    ${name}) _arguments ${specs.join(' ')} ;;`
  })
  return `#compdef holdfast
# zsh completion for holdfast: source <(holdfast completion zsh)
_holdfast() {
  local -a commands
  commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join('\n')}
  esac
}
compdef _holdfast holdfast
`
}

function zshFlag(flag: FlagWords): string[] {
  const help = flag.help.replaceAll(/[[\]\\:]/g, '\\$&')
  const action = { file: ':file:_files', directory: ':directory:_files -/', other: ':value: ' }
  const follows = flag.follows === null ? '' : action[flag.follows]
  return spellings(flag).map((spelling) => quoted(`*${spelling}[${help}]${follows}`))
}

function fish(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ name, summary, words, files, flags }) => {
    const here = `-n ${quoted(`__fish_seen_subcommand_from ${name}`)}`
    return [
      `complete -c holdfast -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
      ...(words.length > 0 ? [`complete -c holdfast ${here} -a ${quoted(words.join(' '))}`] : []),
      ...(files ? [`complete -c holdfast ${here} -F`] : []),
      ...flags.map((flag) => `complete -c holdfast ${here} ${fishFlag(flag)} -d ${quoted(flag.help)}`),
    ]
  })
  return `# fish completion for holdfast: holdfast completion fish | source\ncomplete -c holdfast -f\n${lines.join('\n')}\n`
}

function fishFlag({ name, short, follows }: FlagWords): string {
  const spelled = `-l ${name}${short === null ? '' : ` -s ${short}`}`
  const action = { file: ' -r -F', directory: ' -x -a "(__fish_complete_directories)"', other: ' -x' }
  return follows === null ? spelled : `${spelled}${action[follows]}`
}

function spellings({ name, short }: FlagWords): string[] {
  return short === null ? [`--${name}`] : [`--${name}`, `-${short}`]
}

/** A word of every one of these shells, whatever it holds. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
