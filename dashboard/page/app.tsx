/** The frame: sign-in first, then the place that the address names. */
import { useEffect, useState } from 'preact/hooks'
import { DevicePage } from '../device/device-page.tsx'
import { FlightPage } from '../flight/flight-page.tsx'
import { FleetPage } from '../overview/fleet-page.tsx'
import { FleetStore } from '../overview/fleet-store.ts'
import { api, whenSignedOut } from './api.ts'
import { type Route, useRoute } from './route.ts'
import { SignIn } from './sign-in.tsx'
import { applyTheme, chosenTheme, type Theme } from './theme.ts'
import type { Session } from './wire.ts'

const store = new FleetStore()

export function App() {
  const [session, setSession] = useState<Session | null>(null)
  const [fault, setFault] = useState('')
  useEffect(() => {
    whenSignedOut(() => setSession((before) => ({ signedIn: false, readOnly: before?.readOnly ?? false })))
    const begin = (): void => void signInByLink().then(setSession, (error: Error) => setFault(error.message))
    begin()
    // The link may be opened in a page that stands already.
    const look = (): void => (TOKEN_LINK.test(location.hash) ? begin() : undefined)
    addEventListener('hashchange', look)
    return () => removeEventListener('hashchange', look)
  }, [])
  if (fault !== '') return <p class="centre">{fault}</p>
  if (session === null) return <p class="centre">…</p>
  if (!session.signedIn) return <SignIn onSession={setSession} />
  return <Frame readOnly={session.readOnly} onSignedOut={() => setSession({ ...session, signedIn: false })} />
}

const TOKEN_LINK = /^#token=([\w-]+)$/

/** The token may stand behind the #: it is used once and taken out of the address. */
async function signInByLink(): Promise<Session> {
  const match = TOKEN_LINK.exec(location.hash)
  if (match === null) return api.session()
  history.replaceState(null, '', '#/')
  return api.signIn(match[1] ?? '').catch(() => api.session())
}

function Frame({ readOnly, onSignedOut }: { readOnly: boolean; onSignedOut: () => void }) {
  const route = useRoute()
  return (
    <>
      <header class="top">
        <a class="brand" href="#/">
          <img src="icon.svg" alt="" width="24" height="24" /> Holdfast
        </a>
        <nav aria-label="Places">
          <a href="#/" aria-current={route.place === 'fleet' ? 'page' : undefined}>
            Fleet
          </a>
          <a href="#/record" aria-current={route.place === 'record' ? 'page' : undefined}>
            Record from a file
          </a>
        </nav>
        <span class="spring" />
        {readOnly && <span class="tag">read only</span>}
        <ThemeSwitch />
        <button type="button" class="quiet" onClick={() => void api.signOut().then(onSignedOut)}>
          Sign out
        </button>
      </header>
      <main>
        <Shown route={route} readOnly={readOnly} />
      </main>
    </>
  )
}

function Shown({ route, readOnly }: { route: Route; readOnly: boolean }) {
  switch (route.place) {
    case 'fleet':
      return <FleetPage route={route} store={store} />
    case 'device':
      return <DevicePage key={route.device} route={route} readOnly={readOnly} />
    case 'flight':
    case 'record':
      return <FlightPage key={route.device} route={route} />
  }
}

function ThemeSwitch() {
  const [theme, setTheme] = useState(chosenTheme)
  const choose = (chosen: Theme): void => {
    applyTheme(chosen)
    setTheme(chosen)
  }
  return (
    <label class="theme">
      <span class="unseen">Colours</span>
      <select value={theme} onChange={(event) => choose(event.currentTarget.value as Theme)}>
        <option value="system">As the system</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  )
}
