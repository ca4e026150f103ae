"""A modem as ModemManager shows one on D-Bus: a template of Debian's python3-dbusmock.

Invariant: what is asked of it goes to the file `asked`, a line of JSON for each connection; a connection is an
interface that is there already, with the addresses that it was told. No radio is behind it, and no SIM.

Parameters: interface, address, prefix, gateway, dns, asked; apn: the only one that its network knows, none: any.
"""

import json

import dbus

BUS_NAME = 'org.freedesktop.ModemManager1'
MAIN_OBJ = '/org/freedesktop/ModemManager1'
MAIN_IFACE = 'org.freedesktop.ModemManager1'
IS_OBJECT_MANAGER = True
SYSTEM_BUS = True

MODEM = '/org/freedesktop/ModemManager1/Modem/0'
BEARER = '/org/freedesktop/ModemManager1/Bearer/0'
SIM = '/org/freedesktop/ModemManager1/SIM/0'
MODEM_IFACE = 'org.freedesktop.ModemManager1.Modem'
GPP_IFACE = 'org.freedesktop.ModemManager1.Modem.Modem3gpp'
SIMPLE_IFACE = 'org.freedesktop.ModemManager1.Modem.Simple'
SIM_IFACE = 'org.freedesktop.ModemManager1.Sim'
BEARER_IFACE = 'org.freedesktop.ModemManager1.Bearer'
UNKNOWN_APN = 'org.freedesktop.ModemManager1.Error.MobileEquipment.MissingOrUnknownApn'
CONTROL = 'cdc-wdm0'

# MMModemState, MMModem3gppRegistrationState, MMModemPortType, MMModemAccessTechnology, MMBearerIpMethod
DISABLED, REGISTERED, CONNECTED = 3, 8, 11
ROAMING = 5
NET, QMI = 2, 6
LTE = 1 << 14
STATIC = 2
BY_USER = 1


def objects():
    from dbusmock.mockobject import objects as known
    return known


def becomes(state):
    modem = objects()[MODEM]
    before = modem.props[MODEM_IFACE]['State']
    modem.UpdateProperties(MODEM_IFACE, {'State': dbus.Int32(state)})
    modem.EmitSignal(MODEM_IFACE, 'StateChanged', 'iiu', [before, dbus.Int32(state), dbus.UInt32(BY_USER)])


def enable(_self, wanted):
    becomes(REGISTERED if wanted else DISABLED)


def connect(self, wanted):
    with open(self.asked, 'a', encoding='utf8') as file:
        file.write(json.dumps({str(key): str(value) for key, value in wanted.items()}) + '\n')
    if self.apn not in ('', wanted.get('apn', '')):
        raise dbus.exceptions.DBusException('Missing or unknown APN', name=UNKNOWN_APN)
    objects()[BEARER].UpdateProperties(BEARER_IFACE, {'Connected': dbus.Boolean(True)})
    self.UpdateProperties(MODEM_IFACE, {'Bearers': dbus.Array([dbus.ObjectPath(BEARER)], signature='o')})
    becomes(CONNECTED)
    return dbus.ObjectPath(BEARER)


def disconnect(_self, _which):
    objects()[BEARER].UpdateProperties(BEARER_IFACE, {'Connected': dbus.Boolean(False)})
    becomes(REGISTERED)


def load(mock, parameters):
    ip4 = {
        'method': dbus.UInt32(STATIC),
        'address': parameters['address'],
        'prefix': dbus.UInt32(parameters['prefix']),
        'gateway': parameters['gateway'],
        'dns1': parameters['dns'],
    }
    mock.AddProperties(MAIN_IFACE, {'Version': '1.20.4'})
    mock.AddObject(BEARER, BEARER_IFACE, {
        'Interface': parameters['interface'],
        'Connected': dbus.Boolean(False),
        'Suspended': dbus.Boolean(False),
        'Multiplexed': dbus.Boolean(False),
        'Ip4Config': dbus.Dictionary(ip4, signature='sv'),
        'Ip6Config': dbus.Dictionary({}, signature='sv'),
        'IpTimeout': dbus.UInt32(20),
        'BearerType': dbus.UInt32(1),
        'Properties': dbus.Dictionary({}, signature='sv'),
    }, [])
    mock.AddObject(SIM, SIM_IFACE, {
        'Active': dbus.Boolean(True),
        'SimIdentifier': '8900000000000000000',
        'Imsi': '001010000000000',
        'Eid': '',
        'OperatorIdentifier': '00101',
        'OperatorName': 'Exámple Móvil',
        'EmergencyNumbers': dbus.Array([], signature='s'),
    }, [])
    mock.AddObject(MODEM, MODEM_IFACE, {
        'Sim': dbus.ObjectPath(SIM),
        'Bearers': dbus.Array([], signature='o'),
        'Manufacturer': 'Holdfast',
        'Model': 'played',
        'Revision': '1',
        'Device': '/sys/devices/played',
        'DeviceIdentifier': 'played',
        'EquipmentIdentifier': '490154203237518',
        'Drivers': dbus.Array(['played'], signature='s'),
        'Plugin': 'generic',
        'PrimaryPort': CONTROL,
        'Ports': dbus.Array(
            [(CONTROL, dbus.UInt32(QMI)), (parameters['interface'], dbus.UInt32(NET))], signature='(su)'
        ),
        'State': dbus.Int32(REGISTERED),
        'StateFailedReason': dbus.UInt32(0),
        'UnlockRequired': dbus.UInt32(1),
        'UnlockRetries': dbus.Dictionary({}, signature='uu'),
        'PowerState': dbus.UInt32(3),
        'AccessTechnologies': dbus.UInt32(LTE),
        'SignalQuality': dbus.Struct((dbus.UInt32(62), dbus.Boolean(True)), signature='ub'),
        'CurrentCapabilities': dbus.UInt32(1 << 3),
        'SupportedCapabilities': dbus.Array([dbus.UInt32(1 << 3)], signature='u'),
        'SupportedIpFamilies': dbus.UInt32(1),
        'MaxBearers': dbus.UInt32(1),
        'MaxActiveBearers': dbus.UInt32(1),
        'OwnNumbers': dbus.Array([], signature='s'),
    }, [])
    modem = objects()[MODEM]
    modem.asked = parameters['asked']
    modem.apn = parameters.get('apn', '')
    modem.AddProperties(GPP_IFACE, {
        'Imei': '490154203237518',
        'RegistrationState': dbus.UInt32(ROAMING),
        'OperatorCode': '00101',
        'OperatorName': 'Exámple Móvil',
        'EnabledFacilityLocks': dbus.UInt32(0),
        'Pco': dbus.Array([], signature='(ubay)'),
    })
    # It has no property, and has to be seen.
    modem.props[SIMPLE_IFACE] = {}
    modem.AddMethods(MODEM_IFACE, [
        ('Enable', 'b', '', enable),
        ('SetPowerState', 'u', '', ''),
        ('ListBearers', '', 'ao', f'ret = [dbus.ObjectPath("{BEARER}")]'),
        ('DeleteBearer', 'o', '', ''),
    ])
    modem.AddMethods(SIMPLE_IFACE, [
        ('Connect', 'a{sv}', 'o', connect),
        ('Disconnect', 'o', '', disconnect),
        ('GetStatus', '', 'a{sv}', 'ret = dbus.Dictionary({}, signature="sv")'),
    ])
