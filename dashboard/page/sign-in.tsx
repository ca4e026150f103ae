/** Signing in by the token. */
import { useState } from 'preact/hooks'
import { ApiError, api } from './api.ts'
import type { Session } from './wire.ts'

export function SignIn({ onSession }: { onSession: (session: Session) => void }) {
  const [token, setToken] = useState('')
  const [fault, setFault] = useState('')
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    setBusy(true)
    try {
      onSession(await api.signIn(token))
    } catch (error) {
      setFault(error instanceof ApiError ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <main class="centre">
      <form class="card sign-in" onSubmit={(event) => void submit(event)}>
        <h1>
          <img src="icon.svg" alt="" width="32" height="32" /> Holdfast
        </h1>
        <label for="token">Token</label>
        <input
          id="token"
          type="password"
          autocomplete="current-password"
          required
          value={token}
          onInput={(event) => setToken(event.currentTarget.value)}
        />
        <p class="soft">
          <code>holdfast dashboard</code> printed it at its start, or it stands in its token file.
        </p>
        <p class="fault" role="alert">
          {fault}
        </p>
        <button type="submit" class="main" disabled={isBusy}>
          Sign in
        </button>
      </form>
    </main>
  )
}
