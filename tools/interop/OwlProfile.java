import java.io.File;
import java.util.List;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWLProfileReport;
import org.semanticweb.owlapi.profiles.Profiles;

/** In which profiles of OWL 2 the OWL API finds each file; ends with 1 where one is not in DL and RL. */
public class OwlProfile {
    public static void main(String[] paths) throws Exception {
        boolean all = true;
        for (String path : paths) {
            OWLOntology ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(path));
            for (Profiles profile : List.of(Profiles.OWL2_DL, Profiles.OWL2_RL)) {
                OWLProfileReport report = profile.checkOntology(ontology);
                System.out.println(new File(path).getName() + " " + profile + ": " + (report.isInProfile() ? "in profile" : "NOT in profile"));
                report.getViolations().forEach(violation -> System.out.println("  " + violation));
                all &= report.isInProfile();
            }
        }
        System.exit(all ? 0 : 1);
    }
}
