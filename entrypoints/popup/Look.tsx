import { CheckField, RadioField } from '../../components/FormFields';
import { changePreferences } from '../../lib/settings';
import type { Settings } from '../../lib/watch-settings';
import { words } from '../../lib/words';

/** Which badges are drawn, and whether on the open page. */
export function Look(props: { settings: Settings; site: URL | undefined; attempt: (work: Promise<unknown>) => void }) {
  const { settings, site, attempt } = props;
  const { density, offSites } = settings.preferences;
  return (
    <section class="popup-look">
      <RadioField
        legend={words('popupDensity')}
        value={density}
        isNarrow
        choices={[
          { value: 'all', label: words('popupDensityAll') },
          { value: 'problems', label: words('popupDensityProblems') },
        ]}
        onChange={(chosen) => attempt(changePreferences({ density: chosen }))}
      />
      {site && (
        <CheckField
          label={words('popupOnHere', site.host)}
          isChecked={!offSites.includes(site.origin)}
          onChange={(isOn) => {
            const others = offSites.filter((other) => other !== site.origin);
            attempt(changePreferences({ offSites: isOn ? others : [...others, site.origin] }));
          }}
        />
      )}
    </section>
  );
}
