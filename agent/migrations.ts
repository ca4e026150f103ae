/**
 * From each version of the intent to the next one.
 *
 * Invariant: pure; takes data as an older agent wrote it and gives what the next version would have written. The
 * form is checked afterwards, so what is not as expected is handed on as it is.
 */

type Data = Record<string, unknown>

const POLICY_2 = { windows: [], ignoreLocks: false, ignoreWindows: false, fetchBytes: 0 }

/** Version 2: windows and overrides in the policy, holds of downloads too, services that are kept down. */
export function intentOfVersion2(intent: unknown): unknown {
  if (!isData(intent)) return intent
  const { wanted, task, hold } = intent
  return {
    ...intent,
    wanted: isData(wanted) ? { fleet: target2(wanted.fleet), device: target2(wanted.device) } : wanted,
    task: isData(task) ? { ...withPolicy2(task), hurry: 'no' } : task,
    hold: typeof hold === 'string' ? { reason: hold, downloads: false } : hold,
    stops: [],
  }
}

function target2(target: unknown): unknown {
  return isData(target) ? { ...withPolicy2(target), issuedAtMs: 0 } : target
}

function withPolicy2(holder: Data): Data {
  return isData(holder.policy) ? { ...holder, policy: { ...holder.policy, ...POLICY_2 } } : holder
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
