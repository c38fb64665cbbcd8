import type { Sentences } from '#engine'

/** What a request is refused for before anything of the house is asked. */
export const requests: Sentences = {
  'Sign in first.': 'Сначала войдите.',
  'There is no {what:word} {id} that you may see.': 'Не найдено или недоступно: {what} {id}.',
  'There is no such {what:word}.': 'Не найдено: {what}.',
  'There is no {address}. See /api/docs.': 'Адреса {address} нет. См. /api/docs.',
  'Your role does not allow this. Ask an administrator.':
    'Ваша роль этого не позволяет. Обратитесь к администратору.',
  'Something went wrong on our side; nothing was lost. Try again, or report the request id.':
    'Что-то пошло не так на нашей стороне; ничего не потеряно. Повторите или сообщите номер запроса.',
  'The database does not answer just now. Try again in a few seconds.':
    'База данных сейчас не отвечает. Повторите через несколько секунд.',
  'The database does not answer just now; nothing was changed. Try again in a few seconds.':
    'База данных сейчас не отвечает; ничего не изменено. Повторите через несколько секунд.',
  'Such a record exists already.': 'Такая запись уже есть.',
  'This request cannot be understood.': 'Этот запрос непонятен.',
  'Too many requests. Try again in {seconds} seconds.':
    'Слишком много запросов. Повторите через {seconds|секунду|секунды|секунд}.',
  'Too much at once. Try again in a moment.': 'Слишком много сразу. Повторите через минуту.',
  'This API token is unknown, withdrawn or expired.': 'Этот токен API неизвестен, отозван или просрочен.',
  'This request did not come from our own pages. Reload the page and try again.':
    'Этот запрос пришёл не с нашей страницы. Обновите страницу и повторите.',
  'That is more than {size:word}, the most this accepts.': 'Это больше {size} — предела для этого запроса.',
  'The request ended before its body did. Send it again.':
    'Запрос оборвался на середине. Отправьте его снова.',
  'The body is no JSON: {reason}': 'Тело запроса — не JSON: {reason}',
  'The body is nested deeper than {levels} levels.': 'Тело запроса вложено глубже {levels} уровней.',
  'The key {key} cannot be used.': 'Ключ {key} использовать нельзя.',
  'Expected {types}, but got {type:word}.': 'Ожидалось {types}, а пришло {type}.',
  'In {where:word}: {fault:say}': 'В {where}: {fault}',
  'Expected more of {where:word}.': 'В {where} чего-то не хватает.',
  '{field} is not known here.': '{field} здесь неизвестно.',
  '{field} is missing.': 'Не хватает: {field}.',
  '{field} must be one of {values}.': '{field} должно быть одним из: {values}.',
  '{field} must be {type:word}.': '{field}: нужно {type}.',
  '{field} must match format {format:word}.': '{field}: нужен формат {format}.',
  '{field} must match pattern {pattern}.': '{field} не подходит под образец {pattern}.',
  '{field} must NOT have fewer than {count} characters.': '{field}: нужно не меньше {count} знаков.',
  '{field} must NOT have more than {count} characters.': '{field}: допустимо не больше {count} знаков.',
  '{field} must NOT have fewer than {count} items.': '{field}: нужно не меньше {count} строк.',
  '{field} must NOT have more than {count} items.': '{field}: допустимо не больше {count} строк.',
  '{field} must be >= {value}.': '{field}: нужно не меньше {value}.',
  '{field} must be <= {value}.': '{field}: нужно не больше {value}.',
  '{field} must be > {value}.': '{field}: нужно больше {value}.',
  'This page marker is not one of ours. Begin with the first page.':
    'Эта закладка страницы не наша. Начните с первой страницы.',
  'This page marker is not one of ours.': 'Эта закладка страницы не наша.',
  'The cursor is not one of ours.': 'Эта закладка страницы не наша.',
  'This key was used for another request within the last 24 hours. Take a new one.':
    'Этот ключ за последние 24 часа уже был у другого запроса. Возьмите новый.',
  'The first request with this key is still being carried out. Ask again in a moment.':
    'Первый запрос с этим ключом ещё выполняется. Повторите через минуту.',
  'An idempotency key has 1 to 200 visible characters.': 'Ключ идемпотентности — от 1 до 200 видимых знаков.',
}
