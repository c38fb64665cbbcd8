import type { Texts } from '../i18n/texts.ts'

/** How the settings of an element are called in the properties panel, by their path in the model. */
const known: [RegExp, (match: RegExpExecArray, t: Texts) => string][] = [
  [/^name$/, (_, t) => t('field.name')],
  [/^text$/, (_, t) => t('field.text')],
  [/^documentation\[\d+\]\.text$/, (_, t) => t('field.documentation')],
  [/^isExecutable$/, (_, t) => t('field.executable')],
  [/^pipeline\.entity$/, (_, t) => t('field.pipeline')],
  [/^pipeline\.color$/, (_, t) => `${t('field.pipeline')}: ${t('stage.color')}`],
  [/^form\.key$/, (_, t) => t('section.form')],
  [/^conditionExpression\.body$/, (_, t) => t('flow.condition')],
  [/^default$/, (_, t) => t('gateway.default')],
  [/^(?:cancelActivity|isInterrupting)$/, (_, t) => t('event.interrupting')],
  [/^calledElement$/, (_, t) => t('call.process')],
  [/^call\.(?:binding|version)$/, (_, t) => t('call.binding')],
  [/^version\.tag$/, (_, t) => t('field.versionTag')],
  [/^assignment\.candidateGroups$/, (_, t) => t('people.groups')],
  [/^assignment\.candidateUsers$/, (_, t) => t('people.users')],
  [/^assignment\.dueCalendar$/, (_, t) => `${t('people.due')}: ${t('timer.calendar')}`],
  [/^assignment\.dueWithin$/, (_, t) => `${t('people.due')}: ${t('timer.within')}`],
  [/^timer\.(\w+)$/, (match, t) => t(`timer.${match[1]}`)],
  [/^assignment\.(\w+)$/, (match, t) => t(`people.${match[1]}`)],
  [/^stage\.name$/, (_, t) => `${t('section.stage')}: ${t('field.name')}`],
  [/^stage\.(\w+)$/, (match, t) => `${t('section.stage')}: ${t(`stage.${match[1]}`)}`],
  [
    /^form\.fields\[(.+)\]\.(\w+)$/,
    (match, t) => `${t('section.form')}, ${match[1]}: ${t(`form.${match[2]}`)}`,
  ],
  [/^outcome\.(\w+)$/, (match, t) => t(`outcome.${match[1]}`)],
  [/^connector\.parameters\[(.+)\]\.value$/, match => match[1]!],
  [/^connector\.(\w+)$/, (match, t) => t(`connector.${match[1]}`)],
  [/^decision\.decisionRef$/, (_, t) => t('decision.asked')],
  [/^decision\.decision(?:Binding|Version|Tag)$/, (_, t) => t('call.binding')],
  [/^decision\.dmn$/, (_, t) => t('decision.table')],
  [/^loop\.(\w+)$/, (match, t) => t(`loop.${match[1]}`)],
  [/^decision\.(\w+)$/, (match, t) => t(`decision.${match[1]}`)],
  [/^trigger\.(\w+)$/, (match, t) => t(`trigger.${match[1]}`)],
  [/^subscription\.scope$/, (_, t) => t('signal.scope.send')],
  [/^subscription\.(\w+)$/, (match, t) => t(`message.${match[1]}`)],
  [/^mapping\.(inputs|outputs)\[(.+)\]\.source$/, (match, t) => `${t(`section.${match[1]}`)}: ${match[2]}`],
  [/\.time(?:Duration|Date|Cycle)\.body$/, (_, t) => t('timer.value')],
  [/\.messageRef$/, (_, t) => t('message.name')],
]

/** A setting's path in words; the path itself, when it is none of Baton's own. */
export function fieldInWords(path: string, t: Texts): string {
  for (const [pattern, words] of known) {
    const match = pattern.exec(path)
    if (match) return words(match, t)
  }
  return path
}

/** Settings that only repeat what another one says, such as the name and the key of a list's item. */
export const repeats = (path: string): boolean =>
  /\.(?:fields\[.+\]\.key|parameters\[.+\]\.name|puts\[.+\]\.target)$/.test(path)
