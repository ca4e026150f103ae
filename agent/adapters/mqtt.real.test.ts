/** The broker contract on a real Mosquitto, in both versions of MQTT. */
import { startMosquitto } from '../../test/rig/mosquitto.ts'
import { describeReal } from '../../test/rig/use-rig.ts'
import { brokerContract } from '../broker-contract.ts'
import { mqttRig } from './mqtt-test-rig.ts'

describeReal('the MQTT adapter on Mosquitto', () => {
  for (const protocol of ['auto', '5', '3.1.1'] as const)
    brokerContract(`Mosquitto, ${protocol}`, async () => {
      // One of its own for each test: sessions and retained messages must not pass from one to the next.
      const broker = await startMosquitto()
      return mqttRig(Number(new URL(broker.address).port), protocol, () => broker.stop())
    })
})
