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
  const cases = commands.map(({ name, words, seconds, files, flags }) =>
    [
      `    ${name})`,
      `      words=${quoted(words.join(' '))} seconds=${quoted(seconds.join(' '))} choices=${quoted(chosen(flags).join(' '))}`,
      `      flags=${quoted(flags.flatMap(spellings).join(' '))}`,
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
  local words seconds choices choice flags files directories others anyfile
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
  for choice in $choices; do
    [[ $choice == "$previous="* ]] && COMPREPLY+=($(compgen -W "\${choice#*=}" -- "$current"))
  done
  [[ " $others " == *" $previous "* ]] && return
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
    return
  fi
  [[ $COMP_CWORD -eq 2 ]] && COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ $COMP_CWORD -eq 3 && \${COMP_WORDS[2]} != -* ]] && COMPREPLY=($(compgen -W "$seconds" -- "$current"))
  if [[ -n $anyfile && \${#COMPREPLY[@]} -eq 0 ]]; then
    compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -F _holdfast holdfast
`
}

function zsh(commands: readonly CommandWords[]): string {
  const list = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`)
  const cases = commands.map(({ name, words, seconds, files, flags }) => {
    const first = words.length > 0 ? `1:what:(${words.join(' ')})` : files ? '*:file:_files' : '*: :'
    const places = seconds.length > 0 ? ['1: :', `2:what:(${seconds.join(' ')})`] : [first]
    const specs = [...flags.flatMap(zshFlag), ...places.map(quoted)]
    return `    ${name}) _arguments ${specs.join(' ')} ;;`
  })
  return `#compdef holdfast
# zsh completion for holdfast: source <(holdfast completion zsh)
_holdfast() {
  local -a commands
  commands=(
${list.join('\n')}
    'help:how a command is used'
  )
  if (( CURRENT == 2 )); then
    if [[ $PREFIX == -* ]]; then compadd -- --help --version; else _describe command commands; fi
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
    help) (( CURRENT == 2 )) && _describe command commands ;;
${cases.join('\n')}
  esac
}
if [[ $funcstack[1] == _holdfast ]]; then
  _holdfast "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _holdfast holdfast
fi
`
}

function zshFlag(flag: FlagWords): string[] {
  const help = flag.help.replaceAll(/[[\]\\:]/g, '\\$&')
  const action = { file: ':file:_files', directory: ':directory:_files -/', other: ':value: ' }
  const { choices } = flag
  const follows =
    flag.follows === null ? '' : choices.length > 0 ? `:value:(${choices.join(' ')})` : action[flag.follows]
  return spellings(flag).map((spelling) => quoted(`*${spelling}[${help}]${follows}`))
}

function fish(commands: readonly CommandWords[]): string {
  const at = (name: string, place = '') => `-n ${quoted(`__holdfast_at ${name} ${place}`.trimEnd())}`
  const lines = commands.flatMap(({ name, summary, words, seconds, files, flags }) => [
    `complete -c holdfast -n __holdfast_first -a ${name} -d ${quoted(summary)}`,
    `complete -c holdfast ${at('help', '2')} -a ${name} -d ${quoted(summary)}`,
    ...(words.length > 0 ? [`complete -c holdfast ${at(name, '2')} -a ${quoted(words.join(' '))}`] : []),
    ...(seconds.length > 0 ? [`complete -c holdfast ${at(name, '3')} -a ${quoted(seconds.join(' '))}`] : []),
    ...(files ? [`complete -c holdfast ${at(name)} -F`] : []),
    ...flags.map((flag) => `complete -c holdfast ${at(name)} ${fishFlag(flag)} -d ${quoted(flag.help)}`),
  ])
  return `# fish completion for holdfast: holdfast completion fish | source
function __holdfast_first
  test (count (commandline -opc)) -eq 1
end
# Whether the command is this one, and so many words stand before the one that is asked for.
function __holdfast_at
  set -l words (commandline -opc)
  test "$words[2]" = $argv[1]; or return 1
  test (count $argv) -eq 1; or test (count $words) -eq $argv[2]
end
complete -c holdfast -f
complete -c holdfast -n __holdfast_first -a help -d 'how a command is used'
complete -c holdfast -n __holdfast_first -l help -d 'what there is'
complete -c holdfast -n __holdfast_first -l version -d 'which version this is'
${lines.join('\n')}
`
}

function fishFlag({ name, short, follows, choices }: FlagWords): string {
  const spelled = `-l ${name}${short === null ? '' : ` -s ${short}`}`
  const action = { file: ' -r -F', directory: ' -x -a "(__fish_complete_directories)"', other: ' -x' }
  if (choices.length > 0) return `${spelled} -x -a ${quoted(choices.join(' '))}`
  return follows === null ? spelled : `${spelled}${action[follows]}`
}

/** "--output=wide", for each flag that takes certain words alone. */
function chosen(flags: readonly FlagWords[]): string[] {
  return flags.flatMap((flag) =>
    flag.choices.flatMap((choice) => spellings(flag).map((spelling) => `${spelling}=${choice}`)),
  )
}

function spellings({ name, short }: FlagWords): string[] {
  return short === null ? [`--${name}`] : [`--${name}`, `-${short}`]
}

/** A word of every one of these shells, whatever it holds. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
