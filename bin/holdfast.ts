/** The one entry: `agent` goes to the room of the device, `simulate` to that of the simulators, all else to the operator's. */
const [first, second] = process.argv.slice(2)
const elsewhere = {
  agent: () => import('../agent/main.ts'),
  simulate: () => import('../simulators/fleet/main.ts'),
}
const name = first === 'help' ? second : first
const load = name === 'agent' || name === 'simulate' ? elsewhere[name] : null
const { main } = load === null ? await import('../fleet/main.ts') : await load()
const words = first === 'help' && load !== null ? ['--help'] : process.argv.slice(load === null ? 2 : 3)
process.exitCode = await main(words)
