/** One device: its machines live, why it is where it is, and what can be asked of it. */
import { useEffect, useState } from 'preact/hooks'
import { prepareLayout } from '../chart/layout.ts'
import { goTo, linkTo, type Route, withQuery } from '../page/route.ts'
import { Actions } from './actions.tsx'
import { type LivePicture, NOTHING, watchDevice } from './live-device.ts'
import { Logs } from './logs.tsx'
import { Context, Effects, Machines } from './machines.tsx'
import { Network } from './network-panel.tsx'
import { Machine, Services, Why } from './panels.tsx'
import { Happenings, Timeline } from './timeline.tsx'

interface Props {
  route: Route
  readOnly: boolean
}

export function DevicePage({ route, readOnly }: Props) {
  const { device } = route
  const [picture, setPicture] = useState<LivePicture>(NOTHING)
  const [logs, setLogs] = useState<string | null>(null)
  useEffect(() => {
    prepareLayout()
    return watchDevice(device, setPicture)
  }, [device])
  const { detail } = picture
  const chosen = route.query.get('machine') ?? 'update'
  const choose = (machine: string): void => goTo(withQuery(route, { machine }))
  return (
    <div class="device">
      <Head device={device} picture={picture} />
      {detail === null ? (
        <p class="soft pad">{picture.isLive ? 'Loading …' : 'Nothing is known of this device yet.'}</p>
      ) : (
        <>
          {!readOnly && <Actions detail={detail} />}
          <div class="device-body">
            <div class="wide">
              <Machines picture={picture} chosen={chosen} onChoose={choose} />
              {logs !== null && (
                <Logs
                  device={device}
                  service={logs}
                  services={(detail.report?.services ?? []).map(({ service }) => service)}
                  onClose={() => setLogs(null)}
                />
              )}
              <Happenings device={device} entries={picture.transitions} dropped={picture.dropped} />
            </div>
            <aside aria-label="About the device">
              <Why detail={detail} />
              <Services detail={detail} readOnly={readOnly} onLogs={setLogs} />
              <Effects picture={picture} />
              <Timeline entries={picture.transitions} />
              <Context picture={picture} chosen={chosen} />
              <Machine detail={detail} samples={picture.samples} />
              <Network detail={detail} samples={picture.samples} />
            </aside>
          </div>
        </>
      )}
    </div>
  )
}

function Head({ device, picture }: { device: string; picture: LivePicture }) {
  const { detail } = picture
  return (
    <div class="head">
      <a href={linkTo({ place: 'fleet', device: '', query: new URLSearchParams() })} aria-label="Back to the fleet">
        ←
      </a>
      <h1>{device}</h1>
      {detail !== null && (
        <>
          <span class="tag">
            <span class={`dot ${detail.state}`} /> {detail.state}
          </span>
          <span class="soft">{detail.fleet}</span>
          <span>
            {detail.runs || 'runs nothing'}
            {detail.wants !== detail.runs && ` → ${detail.wants || 'nothing'}`}
          </span>
        </>
      )}
      <span class="spring" />
      <span class={picture.isLive ? 'live' : 'live stale'}>{picture.isLive ? 'live' : 'not connected'}</span>
    </div>
  )
}
