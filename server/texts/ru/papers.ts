import type { Sentences } from '#engine'

/** Documents, templates, letters. */
export const papers: Sentences = {
  'There is no document template {key}.': 'Нет шаблона документа {key}.',
  'Create it under Templates, or name another one in the step.':
    'Создайте его в разделе «Шаблоны» или укажите в шаге другой.',
  'The PDF is larger than 8 MB.': 'PDF больше 8 МБ.',
  'Use smaller pictures in the template.': 'Возьмите в шаблон картинки поменьше.',
  'A process ordered this document; retry the step that did.':
    'Этот документ заказал процесс; повторите шаг, который его заказал.',
  'This document is printed already, or just being printed.': 'Этот документ уже напечатан или печатается.',
  'The document is still being rendered. Try again in a moment.':
    'Документ ещё печатается. Повторите через минуту.',
  'The template has a mistake. {reason:say}': 'В шаблоне ошибка. {reason}',
  'Correct it under Templates, then retry.': 'Исправьте его в разделе «Шаблоны» и повторите.',
  'Install Chromium (apt-get install chromium) or name one in BATON_CHROMIUM, then retry.':
    'Установите Chromium (apt-get install chromium) или укажите его в BATON_CHROMIUM, затем повторите.',
  'PDF printing is not available: Chromium did not start ({reason}).':
    'Печать PDF недоступна: Chromium не запустился ({reason}).',
  'The server is shutting down.': 'Сервер останавливается.',
  'Printing took too long.': 'Печать заняла слишком много времени.',
  'Line {line}, column {column}: {reason:say}': 'Строка {line}, столбец {column}: {reason}',
  'A template is a text.': 'Шаблон — это текст.',
  'A template may have 64 KB at most.': 'Шаблон может быть не больше 64 КБ.',
  'Blocks are nested deeper than {count}.': 'Блоки вложены глубже {count} уровней.',
  'More than {count} placeholders.': 'Больше {count} подстановок.',
  'The template is too intricate to be read.': 'Шаблон слишком запутан, чтобы его прочитать.',
  '{open} is closed by {close}.': '{open} закрыт с помощью {close}.',
  'The template ends too early: a closing }} or {{/…}} is missing.':
    'Шаблон обрывается: не хватает закрывающих }} или {{/…}}.',
  'The template ends too early: {open} is never closed by {close}.':
    'Шаблон обрывается: {open} не закрыт с помощью {close}.',
  'Decorators ({{* …}}) are not allowed.': 'Декораторы ({{* …}}) запрещены.',
  'Inline partials ({{#*inline}}) are not allowed.': 'Встроенные вставки ({{#*inline}}) запрещены.',
  'Partial blocks ({{#> …}}) are not allowed.': 'Блочные вставки ({{#> …}}) запрещены.',
  '{type} is not allowed.': '{type} запрещено.',
  'It took longer than {count} ms.': 'Это заняло больше {count} мс.',
  'There is a character here that does not belong between {{ and }}.':
    'Здесь знак, которому не место между {{ и }}.',
  'This placeholder is not written correctly. Examples: {{deal.title}}, {{#if company}} … {{/if}}.':
    'Подстановка написана неверно. Примеры: {{deal.title}}, {{#if company}} … {{/if}}.',
  'Scripts, forms, frames, style sheets from elsewhere and on… attributes are not allowed.':
    'Сценарии, формы, фреймы, сторонние стили и атрибуты on… запрещены.',
  'Raw output ({{{…}}} or {{&…}}) is not allowed. Use {{…}}; for line breaks {{lines …}}.':
    'Вывод без экранирования ({{{…}}} или {{&…}}) запрещён. Пишите {{…}}; для переносов строк — {{lines …}}.',
  '{block} is not a block. There are #if, #unless, #each and #with.':
    '{block} — не блок. Есть #if, #unless, #each и #with.',
  '{block} takes exactly one value.': 'Блоку {block} нужно ровно одно значение.',
  'There is no partial {name}. There are: {names}.': 'Нет вставки {name}. Есть: {names}.',
  'In href and src write {{url …}} (links) or {{image …}} (pictures).':
    'В href и src пишите {{url …}} (ссылки) или {{image …}} (картинки).',
  'There is no helper {name}. There are: {names}.': 'Нет функции {name}. Есть: {names}.',
  '{name} is not a field.': '{name} — не поле.',
  'Too many ../ steps.': 'Слишком много шагов ../.',
  'The template has more than {count} parts.': 'В шаблоне больше {count} частей.',
  'There is already a template {key} of this kind. Choose another name.':
    'Шаблон {key} такого вида уже есть. Выберите другое имя.',
  'A shipped template cannot be deleted; it is already as it was shipped.':
    'Шаблон из поставки удалить нельзя; он и так в исходном виде.',
  'The result is larger than 1 MB.': 'Результат больше 1 МБ.',
  'Show fewer items: a list in the template is longer than a document should be.':
    'Показывайте меньше строк: список в шаблоне длиннее, чем нужно документу.',
  'Rendering took too long and was stopped.': 'Подготовка заняла слишком много времени и остановлена.',
  'Make the template simpler: fewer loops in loops.': 'Упростите шаблон: меньше циклов в циклах.',
  '{what} is missing.': 'Не хватает: {what}.',
  'Fill it in and try again: the template cannot be rendered without it.':
    'Заполните и повторите: без этого шаблон не собрать.',
  'The template could not be rendered: {reason}': 'Шаблон не удалось собрать: {reason}',
  'Check the template.': 'Проверьте шаблон.',

  'This link is not valid. Please use the link from our letter as it is.':
    'Ссылка недействительна. Откройте ссылку из нашего письма как есть.',
  'This question is no longer open. Please write to us instead.': 'Этот вопрос уже закрыт. Напишите нам.',
  'Please choose one of the answers.': 'Выберите один из ответов.',
  'You have already answered. Please write to us if you changed your mind.':
    'Вы уже ответили. Если передумали, напишите нам.',
  '{address} is no e-mail address.': '{address} — не адрес почты.',
  'Correct the address, then retry.': 'Исправьте адрес и повторите.',
  'There is nobody to write to: no e-mail address is known.': 'Писать некому: адрес почты неизвестен.',
  'Enter an e-mail address at the contact, then retry.': 'Укажите адрес почты у контакта и повторите.',
  'There is no e-mail template {key}.': 'Нет шаблона письма {key}.',
  'There is no document {id} to attach.': 'Нет документа {id} для вложения.',
  'Render it first, then retry.': 'Сначала подготовьте его, затем повторите.',
  'The attachment {name} does not exist.': 'Вложения {name} нет.',
  'Render the document again, then retry.': 'Подготовьте документ снова, затем повторите.',
  'This letter has been sent already.': 'Это письмо уже отправлено.',
  'No mail server is set up.': 'Почтовый сервер не настроен.',
  'No mail server is set up, and no recipient is known.':
    'Почтовый сервер не настроен, и получатель неизвестен.',
  'The recipient has no e-mail address of his own yet.': 'У получателя пока нет своего адреса почты.',
  'The mail server {server} does not accept our user name and password.':
    'Почтовый сервер {server} не принимает наши имя и пароль.',
  'Correct SMTP_USER and SMTP_PASSWORD, restart Baton, then send again.':
    'Исправьте SMTP_USER и SMTP_PASSWORD, перезапустите Baton и отправьте снова.',
  'The mail server refused the letter: {said}': 'Почтовый сервер отклонил письмо: {said}',
  'Check the recipient and the sender address, then send again.':
    'Проверьте адреса получателя и отправителя и отправьте снова.',
  'The mail server put the letter off: {said}': 'Почтовый сервер отложил письмо: {said}',
  'Wait, or ask who runs the mail server.': 'Подождите или спросите того, кто ведёт почтовый сервер.',
  'The mail server {server} cannot be reached ({reason}).': 'Почтовый сервер {server} недоступен ({reason}).',
  'Check that the mail server is running and that SMTP_HOST and SMTP_PORT name it, then send again.':
    'Проверьте, что почтовый сервер работает и что SMTP_HOST и SMTP_PORT указывают на него, затем отправьте снова.',
}
