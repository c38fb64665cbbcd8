import type { Sentences } from '../translate.ts'

/** What a running process refuses, why it stopped and what helps, what it waits for. */
export const running: Sentences = {
  'Expected task {task} to be open, but the process has gone on. Reload.':
    'Задача уже не открыта: процесс ушёл дальше. Обновите страницу.',
  'Nothing is left to be continued.': 'Продолжать больше нечего.',
  'The process is running; there is nothing to resume.': 'Процесс идёт, возобновлять нечего.',
  '{step} has no outcome {outcome}; it is simply completed.':
    'У {step} нет результата {outcome}; шаг просто завершается.',
  '{step} can end with {names}, but no outcome was chosen.':
    '{step} завершается одним из результатов: {names}. Ни один не выбран.',
  '{step} can end with {names}, but {outcome} is none of them.':
    '{step} завершается одним из результатов: {names}. {outcome} среди них нет.',
  'Expected {what:word} {id} to be waiting, but it is not there any more. Reload.':
    'Ожидания ({what} {id}) больше нет. Обновите страницу.',
  'Token {id} does not wait for process {instance} any more.': 'Процесс {instance} здесь больше не ждут.',
  'Nobody waits for {effect} any more: it was answered, or its token went elsewhere.':
    'Ответа больше не ждут: он уже получен, или процесс пошёл другим путём.',
  'The called process was cancelled.': 'Вызванный процесс отменён.',
  'Retry to call it again, or move the token on.':
    'Повторите, чтобы вызвать его снова, или переместите процесс дальше.',
  'The timer {step} cannot be set: {problem:say}': 'Таймер {step} нельзя завести: {problem}',
  'Correct the variable it reads and retry, or correct the timer in a new version.':
    'Исправьте переменную, которую он читает, и повторите, или исправьте таймер в новой версии.',
  'The instance is on the move. Migrate it when it waits.':
    'Процесс сейчас движется. Перенесите его, когда он будет ждать.',
  'The plan is for version {version}, but another one was brought. Load that version.':
    'План составлен для версии {version}, а загружена другая. Загрузите нужную версию.',
  'The instance cannot be migrated: {faults:say}': 'Процесс нельзя перенести: {faults}',
  '{step} is open, but the plan gives it no counterpart.': '{step} открыт, но в плане ему нет соответствия.',
  '{step} has completed and could be undone, but the plan gives it no counterpart.':
    '{step} завершён и может быть отменён, но в плане ему нет соответствия.',
  'A token stands at {step}, which is not mapped.': 'Процесс стоит на {step}, для которого нет соответствия.',
  'A token has come to the join {join} by the flow {flow}, which is not mapped.':
    'К соединению {join} пришли по потоку {flow}, для которого нет соответствия.',
  'None of the flows leaving {step} may be taken: no condition holds and there is no default.':
    'Из {step} нельзя пройти ни по одному пути: ни одно условие не выполнено, а пути по умолчанию нет.',
  'Correct the variables the conditions read and retry, or give it a default flow in a new version.':
    'Исправьте переменные, которые читают условия, и повторите, или добавьте путь по умолчанию в новой версии.',
  'The process has made {count} moves without waiting for anything.':
    'Процесс сделал {count} шагов, ничего не ожидая.',
  'Give the loop a condition that ends it, or a wait; then retry.':
    'Задайте циклу условие выхода или ожидание, затем повторите.',
  'There is no open scope {scope}. Reload the instance.':
    'Подпроцесс {scope} уже не открыт. Обновите страницу.',
  "The process has no node {node}. Choose one of the present version's drawing.":
    'В процессе нет шага {node}. Выберите шаг на схеме текущей версии.',
  'No token can be put at {step}: it begins only when its event occurs.':
    'На {step} нельзя переместить: он начинается только со своим событием.',
  '{step} threw the error {code}, and nothing around it catches it.':
    '{step} сообщил об ошибке {code}, и её никто не обрабатывает.',
  '{step} threw the error {code}: {detail}, and nothing around it catches it.':
    '{step} сообщил об ошибке {code} ({detail}), и её никто не обрабатывает.',
  "The loop's maximum is {value}, which is no count.": 'Предел цикла {value} — не число повторений.',
  'Correct it and retry.': 'Исправьте и повторите.',
  'The activity is to be done for each of {text}, but that is {value} and no list.':
    'Шаг выполняется для каждого из {text}, но там {value}, а не список.',
  'Set the variable to a list and retry.': 'Запишите в переменную список и повторите.',
  'The activity is to be done so many times: {value}. That is no count.':
    'Шаг надо выполнить столько раз: {value}. Это не число.',
  'Correct the number and retry.': 'Исправьте число и повторите.',
  '{start} is no start of {process}.': '{start} — не начало процесса {process}.',
  '{process} can start at {starts}. Say which.':
    '{process} может начаться в нескольких местах: {starts}. Укажите, где.',
  '{process} starts by events: {events}. Say which occurred.':
    '{process} начинается с событий: {events}. Укажите, какое произошло.',
  'There is no instance for {command}. Start one first.': 'Процесс не запущен. Сначала запустите его.',
  'The instance {id} has been started already.': 'Этот процесс уже запущен.',
  'The command {id} has been carried out already.': 'Эта команда уже выполнена.',
  'The process is suspended. Resume it, then try again.':
    'Процесс приостановлен. Возобновите его и повторите.',
  'The process is {status:word} since {when}. Reload.': 'Процесс {status} с {when}. Обновите страницу.',
  'The expression {text} is written in {language}, which Baton does not run.':
    'Выражение {text} написано на {language}; Baton его не выполняет.',
  'Write it in FEEL and publish a new version, or set the variable it should give and move the token on.':
    'Напишите его на FEEL и опубликуйте новую версию, или задайте переменную, которую оно должно дать, и переместите процесс дальше.',
  'The expression {text} cannot be read: {reason:say}': 'Выражение {text} не читается: {reason}',
  'Correct it and publish a new version.': 'Исправьте и опубликуйте новую версию.',
  'The expression {text} was cut off: {reason:say}': 'Вычисление {text} прервано: {reason}',
  'Let it look at less, publish a new version, or set the variable it should give and move the token on.':
    'Пусть оно просматривает меньше; опубликуйте новую версию или задайте нужную переменную и переместите процесс дальше.',
  'The condition {text} gives {value} instead of yes or no.':
    'Условие {text} даёт {value} вместо «да» или «нет».',
  'The condition {text} gives {value} instead of yes or no: {reason:say}':
    'Условие {text} даёт {value} вместо «да» или «нет»: {reason}',
  'Make it a comparison, or correct the variable it reads, then retry.':
    'Сделайте его сравнением или исправьте переменную, которую оно читает, затем повторите.',
  '{step} asks for the decision {decision}, which is not here. Import its DMN file on the Processes page, or draw the table into the task.':
    '{step} обращается к решению {decision}, которого здесь нет. Импортируйте его файл DMN в разделе «Процессы» или нарисуйте таблицу в самой задаче.',
  '{step} asks for the decision {decision}, which is not in its table. Choose one of: {names}.':
    '{step} обращается к решению {decision}, которого нет в таблице. Выберите одно из: {names}.',
  'The working time it is to wait for never begins.':
    'Рабочее время, которого надо ждать, никогда не наступит.',
  '{step} is no ad-hoc sub-process that is open.': '{step} — не открытый свободный подпроцесс.',
  '{activity} is no activity of {step} that can be begun by hand.':
    '{activity} — не шаг {step}, который можно начать вручную.',
  'One activity at a time: another of this sub-process is under way. Complete it first.':
    'По одному шагу за раз: в этом подпроцессе уже идёт другой. Сначала завершите его.',
  '{step} begins only when its event occurs.': '{step} начинается только со своим событием.',
  '{step} is an ad-hoc sub-process, whose steps are begun by hand.':
    '{step} — свободный подпроцесс, его шаги начинают вручную.',
  '{step} is repeated, and nobody can say in which round.':
    '{step} повторяется, и неизвестно, в каком он круге.',
  '{step} waits for several tokens.': '{step} ждёт несколько ветвей.',
  'The timer {step} is set to {when}, which has passed.':
    'Таймер {step} поставлен на {when}, а это время прошло.',
  'Correct the date it reads and retry, or pass over the wait.':
    'Исправьте дату, которую он читает, и повторите, или пропустите ожидание.',
  '{text} is no moment; give e.g. 2026-12-01T09:00:00.000Z.':
    '{text} — не момент времени; укажите, например, 2026-12-01T09:00:00.000Z.',
  'What has completed in {step} could be undone there, but the plan gives it no counterpart.':
    'Завершённое в {step} могло бы быть отменено, но в плане ему нет соответствия.',
  '{from} waits as {kind}, but {to} is a {type}. Choose a step of the same kind, or move the token before.':
    '{from} ждёт как {kind}, а {to} — {type}. Выберите шаг того же вида или сначала переместите процесс.',
  '{from} is open, but {to} is no such sub-process or loop.':
    '{from} открыт, а {to} — не такой подпроцесс или цикл.',
  '{step} does not lie within the scope {scope}. Choose one that holds it.':
    '{step} не лежит в подпроцессе {scope}. Выберите тот, где он есть.',
  'Let an error event around it take it, pass over the step, or try again; in a new version, add an error boundary event.':
    'Передайте ошибку событию вокруг, пропустите шаг или повторите; в новой версии добавьте граничное событие ошибки.',
  'These can take it: {events}.': 'Её могут принять: {events}.',
  'There is none; pass over the step, or move the token.':
    'Принять некому; пропустите шаг или переместите процесс.',
  '{step} is simply passed over; there is no way to choose.':
    '{step} просто пропускается, выбирать путь не нужно.',
  'The instance belongs to process {owner}, not to {process}.':
    'Это выполнение процесса {owner}, а не {process}.',
  '{step} does not say under which topic its worker finds it.':
    'У {step} не указана тема, по которой его найдёт внешняя программа.',
  'Name a topic and publish a new version, or correct the variable it reads and retry.':
    'Назовите тему и опубликуйте новую версию, или исправьте переменную, которую шаг читает, и повторите.',
  'This job is done, or it is not needed any more.': 'Это задание выполнено или больше не нужно.',
  "Expected the job to be {who}'s, but nobody has it now. Fetch it again.":
    'Задание уже ни за кем не числится. Возьмите его снова.',
  "Expected the job to be {who}'s, but its lock ran out and {other} has it now.":
    'Срок задания истёк, теперь оно у {other}.',
  '{count} of its instances are running. Let them end, carry them over to another version, or remove them with it.':
    'Идёт выполнений: {count}. Дождитесь конца, перенесите их на другую версию или удалите вместе с ней.',
  'The history of {count} ended instances is shown by its drawing. Remove them with it, or keep it.':
    'По этой схеме показывают историю завершённых выполнений: {count}. Удалите их вместе с ней или оставьте её.',
  'The process is {status:word}. Move its token to the step instead, or cancel it first.':
    'Процесс {status}. Переместите его на нужный шаг или сначала отмените.',
  'Its expression has no answer.': 'Выражение не даёт ответа.',
  'The file holds no decision.': 'В файле нет решения.',
  'The decision {decision} has no logic.': 'У решения {decision} нет логики.',
  '{decision} requires the decision {other}, which is not in the file.':
    '{decision} требует решения {other}, которого нет в файле.',
  'The decision {decision} requires the decision {other}, which is not in the file.':
    'Решение {decision} требует решения {other}, которого нет в файле.',
  'The decision {decision} requires itself.': 'Решение {decision} требует само себя.',
  '{decision} requires the decision {other}, which is not there.':
    '{decision} требует решения {other}, которого нет.',
  '{name} calls {other}, which is not there.': '{name} вызывает {other}, чего нет.',
  '{message}. Give each element an id of its own.': '{message}. Дайте каждому элементу свой идентификатор.',
  'somebody to do it': 'пока кто-нибудь её выполнит',
  'the process it called to end': 'завершения вызванного процесса',
  'other branches that may still come': 'других ветвей, которые ещё могут прийти',
  'the branch after {names}': 'ветвь после {names}',
  'the connector {type:word} to answer': 'ответа: {type}',
  'an answer': 'ответа',
  'the message {name} for {key}': 'сообщение {name} для {key}',
  'the message {name}': 'сообщение {name}',
  'the message {name}, by a key that has no value yet': 'сообщение {name}: значения ключа ещё нет',
  'Several wait for {message:say}: {takers}. Nobody got it. Say which instance, add a key, or send it to all.':
    'Ждут сразу несколько ({message}): {takers}. Никто его не получил. Укажите процесс, добавьте ключ или отправьте всем.',
  'Several start by {message:say}: {takers}. Nobody got it. Say which instance, add a key, or send it to all.':
    'Начинаются сразу несколько процессов ({message}): {takers}. Ни один не начался. Укажите процесс, добавьте ключ или отправьте всем.',
  'Nobody waits for {message:say}, and it starts no process. Publish it to keep it until somebody does.':
    'Никто не ждёт ({message}), и ни один процесс с него не начинается. Опубликуйте его, чтобы оно дождалось получателя.',
  'the signal {name}': 'сигнал {name}',
  'the moment when {condition}': 'момент, когда {condition}',
  '{process} has no stage {stage}.': 'В {process} нет этапа {stage}.',
  'The process is {status:word}, so it moves no more.': 'Процесс {status} и больше не движется.',
  'From {from} no step leads to {to}, and it cannot be jumped to from there.':
    'Из {from} ни один шаг не ведёт в {to}, и перескочить туда нельзя.',
  'No step leads to {to}, and it cannot be jumped to from there.':
    'Ни один шаг не ведёт в {to}, и перескочить туда нельзя.',
  'From {from} no card can be moved to {to} by hand: it gets there through {steps}, which is not open now.':
    'Из {from} карточку нельзя перенести в {to} вручную: туда ведёт {steps}, а этот шаг сейчас не открыт.',
  'No card can be moved to {to} by hand: it gets there through {steps}, which is not open now.':
    'Карточку нельзя перенести в {to} вручную: туда ведёт {steps}, а этот шаг сейчас не открыт.',
  '{step} does not say which process to call.': 'Не указано, какой процесс вызывает {step}.',
  'Name the process and publish a new version.': 'Назовите процесс и опубликуйте новую версию.',
  '{step} does not say what it should do.': 'Не указано, что должен делать {step}.',
  'Choose a connector for it and publish a new version, or move the token on.':
    'Выберите действие и опубликуйте новую версию, или переместите процесс дальше.',
  '{step} waits for an event that cannot be waited for.': '{step} ждёт события, которого нельзя дождаться.',
  'Move the token on, and use another kind of event in a new version.':
    'Переместите процесс дальше, а в новой версии возьмите событие другого вида.',
  '{step} needs {name}, but there is no variable and no record of that name.':
    'Шагу {step} нужно {name}, но такой переменной или записи нет.',
  'Set the variable and retry, or correct the name in a new version.':
    'Задайте переменную и повторите, или исправьте имя в новой версии.',
  'Correct the table and publish a new version, or correct the variables it reads, then retry.':
    'Исправьте таблицу и опубликуйте новую версию, или исправьте переменные, которые она читает, и повторите.',
  'The due date of {step} is {text}, neither a duration nor a date.':
    'Срок {step} — {text}: это не длительность и не дата.',
  '{step} cancels a transaction, but there is none around it.':
    '{step} отменяет транзакцию, но вокруг её нет.',
  'Use an error end event.': 'Используйте завершение с ошибкой.',
  'One step would ask for {count} things at once; {most} is the most.':
    'Один шаг потребовал бы {count} действий сразу; допустимо не больше {most}.',
  'Its data is nested deeper than {count} levels. Flatten it.':
    'Данные вложены глубже {count} уровней. Упростите их.',
  'Its data is larger than a million characters. Keep large texts in documents, and their ids in variables.':
    'Данные больше миллиона знаков. Храните большие тексты в документах, а в переменных — их номера.',
  'There is no version {version} of {key}.': 'У {key} нет версии {version}.',
  'There is no process {key}.': 'Нет процесса {key}.',
  'There is no published process {key} in version {version}.':
    'Нет опубликованного процесса {key} версии {version}.',
  'There is no published process {key}.': 'Нет опубликованного процесса {key}.',
  'Publish it, or correct the name in the call activity; then retry.':
    'Опубликуйте его или исправьте имя в шаге вызова, затем повторите.',
  'The calling process went on without it.': 'Вызвавший процесс продолжился без него.',
  '{connector:word} failed {count} times; the last time: {reason:say}':
    '{connector}: неудачных попыток {count}; последняя: {reason}',
  'Remove the cause, then retry.': 'Устраните причину и повторите.',
  'Let the connector answer less, then retry.': 'Пусть ответ будет короче, затем повторите.',
  'Make its data smaller, then retry.': 'Уменьшите данные процесса, затем повторите.',
  'Remove the cause; it is tried again by itself.': 'Устраните причину; попытка повторится сама.',
  'This was reported, and nobody has seen to it yet.': 'Об этом уже сообщено; никто ещё не вмешался.',
  '{effect} was tried {count} times and never came to its end.':
    'Действие начиналось {count} раз и ни разу не завершилось.',
  'See the log for what stopped it, then retry.': 'Посмотрите в журнале, что помешало, и повторите.',
  'There is no {what:word} {id}.': 'Не найдено: {what} {id}.',
  'Instance {id} is changing too fast at this moment. Nothing was changed; please try again.':
    'Процесс сейчас меняется слишком быстро. Ничего не изменено, повторите.',
  'The drawing has errors.': 'На схеме есть ошибки.',
  'The database does not answer at this moment. Please try again shortly.':
    'База данных сейчас не отвечает. Повторите чуть позже.',
}
