import type { Sentences } from '#engine'

/** Imports: their files, what stands in a row, what a report says. */
export const imports: Sentences = {
  File: 'Файл',
  Row: 'Строка',
  Outcome: 'Итог',
  Column: 'Столбец',
  Value: 'Значение',
  Message: 'Сообщение',
  'The row as it was': 'Исходная строка',
  'not taken': 'не принята',
  note: 'замечание',
  'The name is missing.': 'Не указано название.',
  '“{head}” heads the team “{team}” and is created as a user.':
    '«{head}» — руководитель команды «{team}»; создаётся как пользователь.',
  'The deal is open, so its closing date is taken as the expected one.':
    'Сделка открыта, поэтому дата закрытия взята как ожидаемая.',
  'There is no pipeline yet. Publish one under Processes first.':
    'Воронки ещё нет. Сначала опубликуйте её в разделе «Процессы».',
  '{written} is no stage of the pipeline {pipeline}. Say which stage it means.':
    '{written} — не этап воронки {pipeline}. Укажите, какой этап имеется в виду.',
  '{written} is no currency code such as EUR.': '{written} — не код валюты вида EUR.',
  '{written} is no number.': '{written} — не число.',
  '{written} is no date like {format}.': '{written} — не дата вида {format}.',
  '{written} is no date.': '{written} — не дата.',
  '{written} is neither yes nor no.': '{written} — не «да» и не «нет».',
  '{written} is no e-mail address.': '{written} — не адрес почты.',
  'The same {what:word} stands in row {row} already.': 'Та же запись ({what}) уже есть в строке {row}.',
  '{written} is taken for the {what:word} {found}.': '{written} принято за {found} ({what}).',
  'There is no user {written}. Only an administrator may add people.':
    'Нет пользователя {written}. Добавлять людей может только администратор.',
  'There is no {what:word} {written}. Correct it, import the {again} first, or let missing records be created.':
    'Не найдено: {what} {written}. Исправьте, импортируйте эти записи раньше или разрешите создавать недостающие.',
  'The {what:word} {written} was not known and is created.': 'Не найдено, создаётся: {what} {written}.',
  '{remark:say} ({count} rows)': '{remark} ({count|строка|строки|строк})',
  'This file is too large even when compressed. Please split it.':
    'Этот файл слишком велик даже в сжатом виде. Разделите его.',
  'This file holds no text. An import needs a CSV file.':
    'В этом файле не текст. Для импорта нужен файл CSV.',
  'There is no row below the header.': 'Под заголовком нет ни одной строки.',
  'A file may have {size} MB at most. Please split it.':
    'Файл может быть не больше {size} МБ. Разделите его.',
  'A file of this import is gone. Upload it again.':
    'Одного из файлов импорта больше нет. Загрузите его снова.',
  'Your role does not allow imports.': 'Ваша роль не позволяет импортировать.',
  'This import has been started already; begin a new one.': 'Этот импорт уже запущен; начните новый.',
  'An import may have 20 files at most.': 'В импорте может быть не больше 20 файлов.',
  'The import is running. Cancel it first.': 'Импорт идёт. Сначала остановите его.',
  'Only an administrator may import people.': 'Импортировать людей может только администратор.',
  'Somebody has just started this import.': 'Этот импорт только что запустил кто-то другой.',
  'The import is not running.': 'Импорт не идёт.',
  'Only a halted import can be resumed.': 'Возобновить можно только остановленный импорт.',
  'This import has no file {file}.': 'В этом импорте нет файла {file}.',
  '{file} has no column {column}.': 'В {file} нет столбца {column}.',
  'There is no field {field} for the column {column}.': 'Нет поля {field} для столбца {column}.',
  'Two columns of {file} go to the field {field}. Leave one out.':
    'Два столбца {file} ведут в поле {field}. Уберите один.',
  'Say first what the columns mean.': 'Сначала укажите, что означают столбцы.',
  'The file is empty.': 'Файл пуст.',
  'The file has {rows} rows; {most} are possible. Please split it.':
    'В файле строк: {rows}; возможно не больше {most}. Разделите его.',
  'This is an Excel or ZIP file. In Excel choose “Save as → CSV UTF-8” and upload that file.':
    'Это файл Excel или ZIP. В Excel выберите «Сохранить как → CSV UTF-8» и загрузите этот файл.',
  'This is an old Excel file. In Excel choose “Save as → CSV UTF-8” and upload that file.':
    'Это старый файл Excel. В Excel выберите «Сохранить как → CSV UTF-8» и загрузите этот файл.',
  'This is a PDF file. An import needs a CSV file.': 'Это PDF. Для импорта нужен файл CSV.',
  'There is no encoding {name}.': 'Кодировки {name} нет.',
  'The file is not UTF-8: byte {at} does not fit. It looks like {encoding}; choose that encoding, or save the file as UTF-8.':
    'Файл не в UTF-8: байт {at} не подходит. Похоже на {encoding}; выберите эту кодировку или сохраните файл в UTF-8.',
  'The file cannot be read as {encoding}. It looks like {other}; choose that encoding.':
    'Файл не читается как {encoding}. Похоже на {other}; выберите эту кодировку.',
  'The file cannot be read from line {line} on: a quotation mark is probably not closed.':
    'Файл не читается начиная со строки {line}: вероятно, не закрыта кавычка.',
  'The file cannot be read as CSV: {reason}': 'Файл не читается как CSV: {reason}',
  'Some characters could not be read; the encoding may be another one.':
    'Некоторые знаки не прочитались; возможно, кодировка другая.',
  'Only one column was found; the delimiter may be another one.':
    'Найден только один столбец; возможно, разделитель другой.',
}
