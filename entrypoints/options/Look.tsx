import { RadioField } from '../../components/FormFields';
import type { Preferences } from '../../lib/model';
import { changePreferences } from '../../lib/settings';
import { words } from '../../lib/words';
import type { Part } from './Options';
import { Shortcut } from './Shortcut';

/** What is chosen for all pages: which badges, how cards open, where links lead, where Sidelight is off. */
export function Look({ settings, policy, attempt }: Part) {
  const { density, dwellMs, offSites, linkStyle } = settings.preferences;
  const choose = (changes: Partial<Preferences>) => attempt(changePreferences(changes));
  const isSet = (key: keyof Preferences) => Object.hasOwn(policy.preferences, key);
  const hintOf = (key: keyof Preferences) => (isSet(key) ? words('optionsManaged') : undefined);
  return (
    <section class="part" aria-labelledby="look">
      <h2 id="look">{words('optionsLook')}</h2>
      <div class="panel-box look">
        <RadioField
          legend={words('popupDensity')}
          value={density}
          hint={hintOf('density')}
          isFixed={isSet('density')}
          choices={[
            { value: 'all', label: words('popupDensityAll'), hint: words('optionsDensityAllHint') },
            { value: 'problems', label: words('popupDensityProblems'), hint: words('optionsDensityProblemsHint') },
          ]}
          onChange={(chosen) => choose({ density: chosen })}
        />
        <RadioField
          legend={words('optionsDwell')}
          value={String(dwellMs)}
          hint={hintOf('dwellMs')}
          isFixed={isSet('dwellMs')}
          isNarrow
          choices={[
            { value: '200', label: words('optionsDwellSoon') },
            { value: '400', label: words('optionsDwellUsual') },
            { value: '700', label: words('optionsDwellLate') },
            { value: '0', label: words('optionsDwellClick') },
          ]}
          onChange={(chosen) => choose({ dwellMs: Number(chosen) })}
        />
        <RadioField
          legend={words('optionsLinkStyleNew')}
          value={linkStyle}
          hint={hintOf('linkStyle')}
          isFixed={isSet('linkStyle')}
          isNarrow
          choices={[
            { value: 'catalog', label: words('optionsLinkCatalog') },
            { value: 'docs', label: words('optionsLinkDocs') },
          ]}
          onChange={(chosen) => choose({ linkStyle: chosen })}
        />
        <Shortcut />
        {offSites.length > 0 && (
          <div class="form-row">
            <h3 id="off-sites">{words('optionsOffSites')}</h3>
            <ul class="plain off-sites" aria-labelledby="off-sites">
              {offSites.map((origin) => (
                <li key={origin}>
                  <span class="mono">{origin}</span>
                  {!isSet('offSites') && (
                    <button
                      type="button"
                      class="button"
                      aria-label={words('optionsOnAgainAt', origin)}
                      onClick={() => choose({ offSites: offSites.filter((other) => other !== origin) })}
                    >
                      {words('optionsOnAgain')}
                    </button>
                  )}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </section>
  );
}
