package naru.datapath;

import java.nio.file.Path;
import naru.datapath.abi.Fragment4KeyLayout;
import naru.datapath.abi.FragmentLayout;

/** fragment_map4: what first fragments said, for those that follow. */
public final class FragmentMap extends TypedMap<Fragment4KeyLayout, FragmentLayout> {

    FragmentMap(Path maps) {
        super(open(maps, "fragment_map4"), Fragment4KeyLayout.SIZE, FragmentLayout.SIZE);
    }

    @Override
    byte[] writeKey(Fragment4KeyLayout key) {
        return key.toBytes();
    }

    @Override
    Fragment4KeyLayout readKey(byte[] bytes) {
        return Fragment4KeyLayout.read(bytes);
    }

    @Override
    byte[] writeValue(Fragment4KeyLayout key, FragmentLayout value) {
        return value.toBytes();
    }

    @Override
    FragmentLayout readValue(byte[] bytes) {
        return FragmentLayout.read(bytes);
    }
}
