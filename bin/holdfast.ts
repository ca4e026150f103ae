/** The one entry: `agent` goes to the room of the device, all else to that of the operator. */
const [first, second] = process.argv.slice(2)
const forAgent = first === 'agent' || (first === 'help' && second === 'agent')
const { main } = forAgent ? await import('../agent/main.ts') : await import('../fleet/main.ts')
const words = first === 'help' && forAgent ? ['--help'] : process.argv.slice(forAgent ? 3 : 2)
process.exitCode = await main(words)
