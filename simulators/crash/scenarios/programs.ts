/** Programs that are run for an operator: each once, and nothing of it stays. */
import { application, type Sketch } from '../application.ts'
import { after, answered, command, deploy, type Scenario } from '../scenario.ts'

const BACKUP = ['backup', '--all']
const CHECK = ['check', 'tables']
const line = (afterMs: number, text: string) => ({ afterMs, text, stderr: false })

const web: Sketch = {
  health: true,
  volumes: ['data'],
  behaviour: {
    healthyAfterMs: 300,
    programs: {
      [BACKUP.join(' ')]: { endsAfterMs: 2_500, exitCode: 0, lines: [line(0, 'begun'), line(2_000, 'done')] },
      [CHECK.join(' ')]: { endsAfterMs: 700, exitCode: 3, lines: [line(0, 'one is broken')] },
    },
  },
}
const v1 = application('v1', { web, worker: { tag: 'steady' } })

const holding = { apps: [v1], before: [deploy(1, v1)], linkMs: 15, ends: () => ['v1'] }
const UNDISTURBED = { toldToEnd: { web: 0, worker: 0 } }

export const exec: Scenario = {
  ...holding,
  ...UNDISTURBED,
  name: 'exec',
  tells: 'programs are run in a container, one that ends well and one that does not',
  steps: [
    command('x1', { exec: { service: 'web', command: BACKUP } }),
    command('x2', { exec: { service: 'web', command: CHECK } }),
  ],
}

export const execSentAgain: Scenario = {
  ...holding,
  ...UNDISTURBED,
  name: 'exec-sent-again',
  tells: 'a command comes once more after its answer, as a broker may deliver it twice',
  steps: [
    command('x1', { exec: { service: 'web', command: BACKUP } }),
    answered('x1', after(1_000, command('x1', { exec: { service: 'web', command: BACKUP } }))),
  ],
}

export const runOnce: Scenario = {
  ...holding,
  ...UNDISTURBED,
  name: 'run',
  tells: 'programs are run beside a service, each in a container that is gone afterwards',
  steps: [
    command('r1', { run: { service: 'web', command: BACKUP } }),
    command('r2', { run: { service: 'web', command: CHECK } }),
  ],
}

export const runTooLong: Scenario = {
  ...holding,
  ...UNDISTURBED,
  name: 'run-too-long',
  tells: 'a program takes longer than its budget: nothing of it stays',
  steps: [command('r1', { run: { service: 'web', command: BACKUP }, budgetMs: 1_200 })],
}

const v2 = application('v2', { web: { ...web, tag: 'two' }, worker: { tag: 'steady' } })

export const runDuringUpdate: Scenario = {
  ...holding,
  name: 'run-update',
  tells: 'a program runs while a release is switched to, and the tidying leaves it alone',
  apps: [v1, v2],
  steps: [command('r1', { run: { service: 'web', command: BACKUP } }), after(200, deploy(2, v2, v1))],
  toldToEnd: { web: 1, worker: 0 },
  ends: () => ['v2'],
}

export const execThenRestart: Scenario = {
  ...holding,
  name: 'exec-restart',
  tells: 'a restart waits for the program that runs in the container, and is done once',
  steps: [
    command('x1', { exec: { service: 'web', command: BACKUP } }),
    command('s1', { restart: { service: 'web' } }),
    answered('s1', command('x2', { exec: { service: 'web', command: CHECK } })),
  ],
  toldToEnd: { web: 1, worker: 0 },
}
