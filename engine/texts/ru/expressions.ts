import type { Sentences } from '../translate.ts'

/** What is wrong with an expression or a moment. */
export const expressions: Sentences = {
  'This expression cannot be used: {reason:say}': 'Это выражение нельзя использовать: {reason}',
  '{text} has no answer. {reason:say}': '{text} не даёт ответа. {reason}',
  'It compares values that cannot be compared.': 'Сравниваются несравнимые значения.',
  'The expression has {count} characters; {most} are the most.':
    'В выражении {count} знаков; допустимо не больше {most}.',
  'The present moment is not known here.': 'Текущий момент здесь неизвестен.',
  'Functions from outside are not supported.': 'Внешние функции не поддерживаются.',
  'A function calls itself without end.': 'Функция бесконечно вызывает саму себя.',
  'There is no function {name}.': 'Нет функции {name}.',
  '{name} is no function.': '{name} — не функция.',
  'Nothing is called {name} here.': 'Здесь нет ничего с именем {name}.',
  'There is no {name} in {holder:word}.': 'В {holder} нет {name}.',
  'A range needs two numbers, texts, dates, times or durations of the same kind.':
    'Диапазону нужны два числа, текста, даты, времени или длительности одного вида.',
  'A range is counted through in whole steps only.': 'Диапазон перебирается только целыми шагами.',
  'The pattern {pattern} is longer than 500 characters.': 'Шаблон {pattern} длиннее 500 знаков.',
  'The pattern {pattern} meets a text of more than 20,000 characters.':
    'Шаблон {pattern} применён к тексту длиннее 20 000 знаков.',
  'The pattern {pattern} has flags other than i, s and m.': 'У шаблона {pattern} есть флаги, кроме i, s и m.',
  'The pattern {pattern} is no pattern Baton can use (look-around and back-references are not).':
    'Шаблон {pattern} нельзя использовать (просмотр вперёд и назад и обратные ссылки недоступны).',
  'The expression is nested too deeply.': 'Выражение вложено слишком глубоко.',
  'The expression would take too many steps.': 'Вычисление выражения заняло бы слишком много шагов.',
  'Something is missing at the end of {text}.': 'В конце {text} чего-то не хватает.',
  'Unexpected {text} at character {at}.': 'Лишнее {text}, знак {at}.',
  '{zone} is no time zone.': '{zone} — не часовой пояс.',
  '{text} is no date or date and time, such as 2026-12-01T09:00.':
    '{text} — не дата и не дата со временем вида 2026-12-01T09:00.',
  '{text} is no duration, such as PT48H, P2D or 2 working days.':
    '{text} — не длительность вида PT48H, P2D или 2 working days.',
  '{text} has no round left after {from}.': 'У {text} не осталось повторений после {from}.',
  '{text}: one of its dates cannot be read.': '{text}: одна из дат не читается.',
  '{text}: it has too many parts.': '{text}: слишком много частей.',
  '{text}: it needs a duration between rounds, such as R3/PT1H.':
    '{text}: нужна длительность между повторениями, например R3/PT1H.',
  '{text} is neither a repetition such as R3/PT1H nor cron such as 0 9 * * MON-FRI.':
    '{text} — не повторение вида R3/PT1H и не cron вида 0 9 * * MON-FRI.',
  'it says no time.': 'время не указано.',
}
