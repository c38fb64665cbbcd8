/** Spoils drawings: each mutation is one thing a bad tool, a bad disk or a bad person does to a file. */

export type Roll = (sides: number) => number

/** Numbers that look random and are the same for the same seed. */
export function dice(seed: number): Roll {
  let state = (Math.imul(seed, 2654435761) + 12345) >>> 0
  return sides => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

/** The text after one to four mutations. */
export function spoil(xml: string, roll: Roll): string | Uint8Array {
  let spoiled = xml
  for (let times = 1 + roll(4); times > 0; times--) spoiled = one(ways, roll)(spoiled, roll)
  return roll(12) === 0 ? bytesOf(spoiled, roll) : spoiled
}

const one = <T>(list: readonly T[], roll: Roll): T => list[roll(list.length)]!

const element = /<(?![?!/])[^<>]*>/g
const attribute = /\s[\w:.-]+="[^"]*"/g
const value = /="([^"]*)"/g
const text = />([^<>]+)</g

/** One match of a pattern is replaced; the text as it is when there is none. */
function replaceOne(
  xml: string,
  pattern: RegExp,
  roll: Roll,
  by: (found: string, inner: string) => string,
): string {
  const found = [...xml.matchAll(pattern)]
  const chosen = found.length > 0 ? one(found, roll) : undefined
  if (!chosen) return xml
  const replaced = by(chosen[0], chosen[1] ?? '')
  return xml.slice(0, chosen.index) + replaced + xml.slice(chosen.index + chosen[0].length)
}

const nasty = [
  '',
  ' ',
  '0',
  '-1',
  '99999999999999999999',
  '1e309',
  'NaN',
  'true',
  'null',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '../../etc/passwd',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: another engine's expression.
  '${a.b.c[0]}',
  '#{',
  '=',
  '=((((((((',
  '=for i in 1..999999999 return i',
  '="a" + 1 + {',
  'P1Y2M10DT2H30M',
  'R999999999/PT0S',
  '2030-13-45T99:99:99Z',
  '* * * * * *',
  'a b&#10;c',
  '&#0;',
  '&lol;',
  '\u0000',
  '\ud800',
  '😀'.repeat(50),
  'x'.repeat(5000),
  '$enter',
  '$done',
  'a/b.c:d',
]

const tags = [
  'startEvent',
  'endEvent',
  'boundaryEvent',
  'intermediateCatchEvent',
  'intermediateThrowEvent',
  'exclusiveGateway',
  'inclusiveGateway',
  'complexGateway',
  'eventBasedGateway',
  'parallelGateway',
  'userTask',
  'serviceTask',
  'scriptTask',
  'businessRuleTask',
  'callActivity',
  'subProcess',
  'transaction',
  'adHocSubProcess',
  'sequenceFlow',
  'process',
  'messageEventDefinition',
  'timerEventDefinition',
  'linkEventDefinition',
  'compensateEventDefinition',
  'cancelEventDefinition',
  'standardLoopCharacteristics',
  'multiInstanceLoopCharacteristics',
  'ioSpecification',
  'extensionElements',
  'conditionExpression',
  'laneSet',
  'dataObject',
  'bogus',
]

const ways: ((xml: string, roll: Roll) => string)[] = [
  // A value becomes a nasty one, or another one of the file.
  (xml, roll) => replaceOne(xml, value, roll, () => `="${one(nasty, roll)}"`),
  (xml, roll) => {
    const [, other = ''] = one([...xml.matchAll(value)], roll) ?? []
    return replaceOne(xml, value, roll, () => `="${other}"`)
  },
  (xml, roll) => replaceOne(xml, text, roll, () => `>${one(nasty, roll)}<`),
  // An attribute goes, comes twice, or is another.
  (xml, roll) => replaceOne(xml, attribute, roll, () => ''),
  (xml, roll) => replaceOne(xml, attribute, roll, found => found + found),
  (xml, roll) =>
    replaceOne(
      xml,
      attribute,
      roll,
      (_, inner) =>
        ` ${one(['isForCompensation', 'default', 'attachedToRef', 'triggeredByEvent', 'instantiate', 'startQuantity', 'constructor', 'xmlns:q'], roll)}="${one(nasty, roll)}"${inner}`,
    ),
  // An element goes, comes twice, is another, or stands elsewhere.
  (xml, roll) => replaceOne(xml, element, roll, () => ''),
  (xml, roll) => replaceOne(xml, element, roll, found => (found.endsWith('/>') ? found + found : found)),
  (xml, roll) => {
    const tag = one(tags, roll)
    const [, name = ''] = /<([\w:]+)/.exec(one(xml.match(element) ?? ['<a'], roll)) ?? []
    return xml.replaceAll(new RegExp(`(</?)${name}(?=[\\s>/])`, 'g'), `$1${tag}`)
  },
  (xml, roll) => {
    const moved = one(xml.match(/<[^<>]*\/>/g) ?? [''], roll)
    return replaceOne(xml.replace(moved, ''), element, roll, found => found + moved)
  },
  (xml, roll) => replaceOne(xml, element, roll, found => `${found}<${one(tags, roll)}/>`),
  (xml, roll) => replaceOne(xml, element, roll, found => `${found}<![CDATA[${one(nasty, roll)}]]>`),
  // Depth, length, declarations.
  (xml, roll) => {
    const depth = 1 + roll(200)
    const nested = `${'<subProcess>'.repeat(depth)}${'</subProcess>'.repeat(depth)}`
    return replaceOne(xml, element, roll, found => found + nested)
  },
  (xml, roll) => xml.slice(0, roll(xml.length)),
  (xml, roll) => xml.slice(roll(xml.length)),
  (xml, roll) => {
    const at = roll(xml.length)
    return xml.slice(0, at) + one(nasty, roll) + xml.slice(at + roll(20))
  },
  (xml, roll) =>
    `${one(['<!DOCTYPE x [<!ENTITY a "b">]>', '\ufeff', '<?xml version="9"?>', '<!-- -- -->'], roll)}${xml}`,
  (xml, roll) =>
    xml.replace(/encoding="[^"]*"/, `encoding="${one(['ISO-8859-1', 'UTF-16', 'x', 'utf-7'], roll)}"`),
]

function bytesOf(xml: string, roll: Roll): Uint8Array {
  const bytes = new TextEncoder().encode(xml)
  for (let times = 1 + roll(5); times > 0 && bytes.length > 0; times--) bytes[roll(bytes.length)] = roll(256)
  return bytes
}
