import type { Sentences } from '../translate.ts'

/** What is wrong with a decision file, or with making a decision. */
export const decisions: Sentences = {
  'The file is no readable DMN: {reason}. Correct the XML, or export it again where it was made.':
    'Файл не читается как DMN: {reason}. Исправьте XML или выгрузите файл заново там, где он создан.',
  'The decision {decision} has no logic.': 'У решения {decision} нет логики.',
  '{decision} requires the decision {other}, which is not in the file.':
    'Решению {decision} нужно решение {other}, которого нет в файле.',
  '{decision} requires the decision {other}, which is not there.':
    'Решению {decision} нужно решение {other}, которого нет.',
  'The decision {decision} requires itself.': 'Решение {decision} требует само себя.',
  '{text} cannot be read.': '{text} не читается.',
  "{decision}: {policy} needs the outputs' values in order of priority.":
    '{decision}: для {policy} нужны значения выходов по порядку приоритета.',
  '{decision}: {aggregation} needs a single output.':
    '{decision}: для {aggregation} нужен единственный выход.',
  '{decision}: it calls {name}, which is not in the file.':
    '{decision}: вызывается {name}, чего нет в файле.',
  '{decision}: the rule {rule} has not one entry for each column.':
    '{decision}: в правиле {rule} не по одной ячейке на каждый столбец.',
  'The table {table} is {policy}: only one rule may match, but {rules} do.':
    'Таблица {table} — {policy}: подойти может только одно правило, а подходят {rules}.',
  'The table {table} is {policy}: all matching rules must say the same, but {rules} differ.':
    'Таблица {table} — {policy}: все подходящие правила должны давать одно и то же, а {rules} различаются.',
  'The table {table} is {policy}: its outputs need a list of values in order of priority.':
    'Таблица {table} — {policy}: её выходам нужен список значений по порядку приоритета.',
  'The table {table} is {policy}: {aggregation} needs a single output.':
    'Таблица {table} — {policy}: для {aggregation} нужен единственный выход.',
  'The table {table} is {policy}: SUM needs numbers.': 'Таблица {table} — {policy}: для SUM нужны числа.',
  'There is no decision {decision} in {file}; there are: {names}.':
    'В {file} нет решения {decision}; есть: {names}.',
  '{text} in {name} cannot be read: {reason:say}': '{text} в {name} не читается: {reason}',
  '{decision} calls {name}, which is not there.': '{decision} вызывает {name}, чего нет.',
}
