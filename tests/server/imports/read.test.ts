import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readTable } from '#server/crm/imports/read.ts'
import { harmless } from '#server/crm/imports/report.ts'
import {
  detectDateFormat,
  detectDecimal,
  readDate,
  readingsOf,
  readNumber,
} from '#server/crm/imports/values.ts'

const russian = 'Компания;Город;Сумма\r\nООО Ромашка;Екатеринбург;1 234,50\r\nЗАО Вектор;Пермь;99,00\r\n'
const table = (text: string, encoding = 'utf-8', how = {}) => readTable(iconv.encode(text, encoding), how)
const fault = (bytes: Buffer, how = {}) => {
  try {
    readTable(bytes, how)
  } catch (error) {
    return error as Error & { code: string; status: number }
  }
  return undefined
}

describe('a file', () => {
  it.each(['utf-8', 'windows-1251', 'koi8-r', 'utf-16le', 'utf-16be'])(
    'in %s is read as it was meant',
    encoding => {
      const read = table(russian.repeat(1) + 'ИП Сидоров;Казань;5\r\n'.repeat(20), encoding)
      expect(read).toMatchObject({ encoding, delimiter: ';', header: ['Компания', 'Город', 'Сумма'] })
      expect(read.rows[0]).toEqual(['ООО Ромашка', 'Екатеринбург', '1 234,50'])
    },
  )

  it('with line breaks inside quoted cells is cut into columns all the same', () => {
    const rows = Array.from(
      { length: 60 },
      (_, i) => `"Сделка ${i}";"1 234,50";"одна строка\nдругая, с запятой"\r\n`,
    )
    const read = table(`Сделка;Сумма;Примечание\r\n${rows.join('')}`, 'windows-1251')
    expect(read).toMatchObject({ delimiter: ';', header: ['Сделка', 'Сумма', 'Примечание'] })
    expect(read.rows).toHaveLength(60)
  })

  it('that is no text is refused, one without rows says so', () => {
    const picture = Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 256))
    expect(fault(picture)).toMatchObject({ status: 422, code: 'notCsv' })
    expect(table('name,amount\n').warnings).toEqual(['There is no row below the header.'])
  })

  it('with a byte order mark keeps the mark out of its first heading', () => {
    expect(
      readTable(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('a,b\n1,2')])).header,
    ).toEqual(['a', 'b'])
    expect(readTable(iconv.encode(russian, 'utf-16le', { addBOM: true })).header[0]).toBe('Компания')
  })

  it('of western Europe keeps its accents', () => {
    expect(table('nom,ville\nCafé Müller,Orléans\n', 'windows-1252').rows[0]).toEqual([
      'Café Müller',
      'Orléans',
    ])
  })

  it.each([
    ['comma', 'a,b,c\n1,"2,5",3\n'],
    ['semicolon', 'a;b;c\n1;2,5;3\n'],
    ['tab', 'a\tb\tc\n1\t2,5\t3\n'],
    ['bar', 'a|b|c\n1|2,5|3\n'],
    ['a sep= line', 'sep=;\r\na;b;c\r\n1;2,5;3\r\n'],
  ])('with %s is cut in the right places', (_, text) => {
    expect(table(text).rows).toEqual([['1', '2,5', '3']])
  })

  it('keeps line breaks and quotes within cells, and numbers rows as a spreadsheet does', () => {
    const read = table('name,note\n"Ann ""A"" Bee","one\ntwo"\n\nBob,x\n')
    expect(read.rows).toEqual([['Ann "A" Bee', 'one\ntwo'], [], ['Bob', 'x']])
  })

  it('with two columns of one name, or none, still tells them apart', () => {
    expect(table('name,name,,x\n1,2,3,4').header).toEqual(['name', 'name (2)', 'Column 3', 'x'])
  })

  it('in another encoding than was chosen is refused with the likely one', () => {
    const bytes = iconv.encode(russian, 'windows-1251')
    expect(fault(bytes, { encoding: 'utf-8' })).toMatchObject({ status: 422, code: 'wrongEncoding' })
    expect(fault(bytes, { encoding: 'utf-8' })?.message).toMatch(/not UTF-8: byte 1 .* windows-1251/)
  })

  it('that is no CSV is refused in plain words', () => {
    expect(fault(Buffer.from('PK\u0003\u0004rest of a workbook'))?.message).toContain('Save as → CSV UTF-8')
    expect(fault(Buffer.from('%PDF-1.7'))?.message).toContain('PDF')
    expect(fault(Buffer.from(' \n \n'))?.message).toBe('The file is empty.')
    const open = 'a;b\n1;"closed, over\ntwo lines"\n2;a 5" nail\n3;"never closed\n4;5\n'
    expect(fault(Buffer.from(open))?.message).toBe(
      'The file cannot be read from line 5 on: a quotation mark is probably not closed.',
    )
    expect(fault(Buffer.from('sep=,\r\na,b\r\n1,"never closed\r\n2,3'))?.message).toContain('line 3')
  })
})

describe('dates', () => {
  it.each([
    [['20-10-16', '01-03-17'], 'DD-MM-YY', []],
    [['10/25/2017', '03/01/2017'], 'MM/DD/YYYY', []],
    [['2017-10-25T10:00:00Z', '2017-03-01'], 'YYYY-MM-DD', []],
    [['25.10.2017', '01.03.2017'], 'DD.MM.YYYY', []],
    [['01/03/2017', '02/04/2017'], 'DD/MM/YYYY', ['DD/MM/YYYY', 'MM/DD/YYYY']],
  ])('%j are %s', (texts, format, ambiguous) => {
    expect(detectDateFormat(texts)).toEqual({ format, ambiguous })
  })

  it.each([
    ['31-02-17', 'DD-MM-YY', undefined],
    ['29.02.2024 14:30', 'DD.MM.YYYY', '2024-02-29'],
    ['29.02.2023', 'DD.MM.YYYY', undefined],
    ['3 января 2024 г.', undefined, '2024-01-03'],
    ['Jan 3, 2024', undefined, '2024-01-03'],
    ['3 May 2024', undefined, '2024-05-03'],
    ['71-01-17', 'DD-MM-YY', undefined],
    ['17-01-71', 'DD-MM-YY', '1971-01-17'],
    ['20-10-16', 'DD-MM-YY', '2016-10-20'],
    ['31.12.1999', 'DD.MM.YYYY', '1999-12-31'],
    ['2/28/2026', 'MM/DD/YYYY', '2026-02-28'],
    ['01-03-85', 'DD-MM-YY', '1985-03-01'],
    ['2017-03-01', 'DD-MM-YY', '2017-03-01'],
    ['soon', 'DD-MM-YY', undefined],
  ])('%s as %s is %s', (text, format, day) => {
    expect(readDate(text, format)).toBe(day)
  })

  it.each([
    ['01-03-17', { 'DD-MM-YY': '2017-03-01', 'MM-DD-YY': '2017-01-03' }],
    ['25.12.2024 14:30', { 'DD.MM.YYYY': '2024-12-25' }],
    ['Rack', {}],
  ])('%s may be meant as %j', (text, days) => {
    expect(readingsOf(text)).toEqual(days)
  })
})

describe('numbers', () => {
  it.each([
    ['1,234.56', '.', 1234.56],
    ['1 234,56', ',', 1234.56],
    ['1.234.567,8', ',', 1234567.8],
    ['€ 5,000', '.', 5000],
    ['5 000 ₽', ',', 5000],
    ['5000 руб.', ',', 5000],
    ['(12.50)', '.', -12.5],
    ['−7', '.', -7],
    ['1.5e3', '.', undefined],
    ['12,5', '.', undefined],
    ['n/a', '.', undefined],
    ['0', '.', 0],
  ] as const)('%s with decimal “%s” is %s', (text, decimal, value) => {
    expect(readNumber(text, decimal)).toBe(value)
  })

  it('show by themselves which sign is the decimal one', () => {
    expect(detectDecimal(['1 234,50', '99,00', '5'])).toBe(',')
    expect(detectDecimal(['1,234.50', '99.00', '5'])).toBe('.')
    expect(detectDecimal(['1.234,50'])).toBe(',')
  })
})

it('a report cell never becomes a formula', () => {
  expect(['=1+1', ' =1+1', '+SUM(A1)', '@x', '\t=1', '-2+3', '＝1'].map(harmless)).toEqual([
    "'=1+1",
    "' =1+1",
    "'+SUM(A1)",
    "'@x",
    "'\t=1",
    "'-2+3",
    "'＝1",
  ])
  expect(['-12.5', '+7', 'plain', '3'].map(harmless)).toEqual(['-12.5', '+7', 'plain', '3'])
})
