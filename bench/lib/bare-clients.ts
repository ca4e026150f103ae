/**
 * `bare-clients.ts URL N`: so many clients of the MQTT library, each with a session and a device's subscriptions, and
 * nothing else; prints what each takes of the memory, in bytes, and ends.
 *
 * Invariant: what simulated devices take beyond the library's own is held against this, measured in the same run, and
 * without garbage as they are.
 */
import mqtt from 'mqtt'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import { giveBackHeap } from '../../simulators/fleet/quiet-heap.ts'

const [url = '', count = '0'] = process.argv.slice(2)
giveBackHeap()
const before = process.memoryUsage.rss()
const clients: mqtt.MqttClient[] = []
for (let number = 0; number < Number(count); number += 1) {
  const own = deviceTopics(`bare-${number}`)
  const shared = fleetTopics('bare')
  const client = await mqtt.connectAsync(url, {
    clientId: `bare-${number}`,
    protocolVersion: 5,
    clean: true,
    reconnectPeriod: 0,
    keepalive: 60,
    // As the agent: or a table of the library's, of 7 MB for all clients of a process, would be in the figure.
    writeCache: false,
  })
  await client.subscribeAsync([own.command, own.target, shared.target, shared.rollout], { qos: 1 })
  clients.push(client)
}
giveBackHeap()
process.stdout.write(`${Math.round((process.memoryUsage.rss() - before) / clients.length)}\n`)
process.exit()
